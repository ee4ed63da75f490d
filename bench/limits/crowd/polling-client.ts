import { createAnswerReader } from './answers.ts'
import { type Client, type ClientOptions, getRequest, openConnection } from './client.ts'
import { createRecordReader } from './records.ts'

/** A client that asks from cursor to cursor. */
export interface PollingClient extends Client {
  /** Asks for what is new; `answered` is called when the answer is there. What was asked before must have been. */
  ask(answered: () => void): void
}

/** Opens a connection and takes a first cursor; from then on it asks when it is told to. */
export function pollingClient(
  path: string,
  parameters: readonly string[],
  options: ClientOptions,
): PollingClient {
  const { port, topic, onRecord, onBroken } = options
  const always = [...parameters, ...(topic === undefined ? [] : [`topic=${topic}`])]
  const target = `${path}?${always.map(parameter => `${parameter}&`).join('')}`
  let since = ''
  let answered = () => {}
  let fail = (_reason: string) => {}
  const readRecords = createRecordReader(onRecord)
  const readAnswers = createAnswerReader(body => {
    if (body.length > 0) {
      // {"cursor":"…",
      since = `since=${body.toString('latin1', 11, body.indexOf(0x22, 11))}`
      readRecords(body)
    }
    answered()
  })
  const connection = openConnection(port, readAnswers, reason => {
    fail(reason)
    onBroken(reason)
  })

  function ask(whenAnswered: () => void): void {
    answered = whenAnswered
    connection.write(getRequest(`${target}${since}`))
  }

  const ready = new Promise<void>((resolve, reject) => {
    fail = reason => reject(new Error(reason))
    ask(resolve)
  })
  return { ready, ask, close: connection.close }
}
