/** The strings of controls in every language. */
export { controls as en } from './en/controls.ts'
export { controls as ko } from './ko/controls.ts'
