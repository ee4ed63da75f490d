/** The strings of seats in every language. */
export { seats as en } from './en/seats.ts'
export { seats as ko } from './ko/seats.ts'
