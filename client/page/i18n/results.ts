/** The strings of results in every language. */
export { results as en } from './en/results.ts'
export { results as ko } from './ko/results.ts'
