/** What the server did wrong under fuzzing, and the numbers of the inputs that may have made it. */
export class FuzzFault extends Error {
  override readonly name = 'FuzzFault'
  readonly suspects: readonly number[]

  constructor(message: string, suspects: readonly number[], options?: ErrorOptions) {
    super(message, options)
    this.suspects = suspects
  }
}
