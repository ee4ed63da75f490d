import { createAnswerReader } from './answers.ts'
import { type Client, type ClientOptions, getRequest, openSocket } from './client.ts'
import { createRecordReader } from './records.ts'

/** A client that asks from cursor to cursor. */
export interface PollingClient extends Client {
  /** Asks for what is new; resolves when the answer is there. What was asked before must have been answered. */
  ask(): Promise<void>
}

/** Opens a connection and takes a first cursor; from then on it asks when it is told to. */
export function pollingClient(
  path: string,
  { port, topic, onRecord, onBroken }: ClientOptions,
): PollingClient {
  const ofTopic = topic === undefined ? '' : `topic=${topic}`
  let since = ''
  let answered = () => {}
  const readRecords = createRecordReader(onRecord)
  const readAnswers = createAnswerReader(body => {
    if (body.length > 0) {
      // {"cursor":"…",
      since = `&since=${body.toString('latin1', 11, body.indexOf(0x22, 11))}`
      readRecords(body)
    }
    answered()
  })
  const socket = openSocket(port, bytes => {
    try {
      readAnswers(bytes)
    } catch (error) {
      onBroken((error as Error).message)
      socket.destroy()
    }
  })
  socket.on('error', error => onBroken(error.message))
  socket.on('end', () => onBroken('the server ended the connection'))

  function ask(): Promise<void> {
    const answer = new Promise<void>(resolve => {
      answered = resolve
    })
    socket.write(getRequest(`${path}?${ofTopic}${since}`))
    return answer
  }

  return { ready: ask(), ask, close: () => socket.destroy() }
}
