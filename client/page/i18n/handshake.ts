/** The strings of handshake in every language. */
export { handshake as en } from './en/handshake.ts'
export { handshake as ko } from './ko/handshake.ts'
