/** The strings of shell in every language. */
export { shell as en } from './en/shell.ts'
export { shell as ko } from './ko/shell.ts'
