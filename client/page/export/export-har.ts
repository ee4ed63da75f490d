import type { PageContext } from '../context.ts'
import { browserName } from './browser-name.ts'
import { download, fileName } from './download.ts'
import { harOf } from './har.ts'
import { inspectAll } from './inspected.ts'

/** The lab keeps the bytes of the last 2,000 messages; some of them pass while they are asked for. */
const mostAsked = 1_800

/** Saves the trace, at most the last 60 s, as an HTTP Archive; throws where there is none. */
export async function exportHar({ store, telemetry, trace, text }: PageContext): Promise<void> {
  const messages = [...trace.messages]
  if (!messages.some(({ kind }) => kind === 'request')) throw new Error(text('results.nothingCounted'))
  const newest = Math.max(...messages.map(({ id }) => id))
  const wanted = messages.filter(({ id, kind }) => id > newest - mostAsked && kind !== 'chunk')
  const bytes = await inspectAll(telemetry, wanted.map(({ id }) => id).reverse())
  const { ports, server } = store.get()
  const [name = '', version = ''] = browserName(navigator.userAgent).split(' ')
  const archive = harOf({
    trace: { messages },
    bytes,
    origin: `http://localhost:${ports?.link ?? 8_081}`,
    toUnixMs: hostMs => performance.timeOrigin + telemetry.clock.toPage(hostMs),
    browser: { name, version },
    comment: server === 'replay' ? text('results.replayMark') : '',
  })
  download(
    fileName(new Date(), 'har'),
    new Blob([JSON.stringify(archive, null, 1)], { type: 'application/json' }),
  )
}
