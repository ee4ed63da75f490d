/** The strings of lab in every language. */
export { lab as en } from './en/lab.ts'
export { lab as ko } from './ko/lab.ts'
