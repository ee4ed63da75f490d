/** What a process of the bench can be asked to do, by name: one argument, one answer, both structured-cloneable. */
export type Calls<T> = { readonly [Name in keyof T]: (argument: never) => unknown }

/** A call on its way to a process. */
export interface Call {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

/** Its answer. */
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failed: string }

/** Answers the parent's calls until it goes away, however it goes; then this process ends too. */
export function answerCalls<T extends Calls<T>>(calls: T): void {
  process.on('message', ({ id, name, argument }: Call) => {
    Promise.resolve()
      .then(() => calls[name as keyof T](argument as never))
      .then(
        result => send({ id, result }),
        (error: Error) => send({ id, failed: error.stack ?? error.message }),
      )
  })
  process.once('disconnect', () => process.exit())
  // The parent may have gone while this process was still starting.
  if (!process.connected) process.exit()
  // A terminal sends Ctrl-C to the whole group; who ends when is the parent's to say.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
}

function send(answer: Answer): void {
  // Without its parent there is nobody to tell, and 'disconnect' ends this process.
  if (process.connected) process.send!(answer, undefined, {}, () => {})
}
