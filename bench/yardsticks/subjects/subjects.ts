import { bareWs } from './bare-ws.ts'
import { echoExpress, echoHttp, echoTcp, echoWs } from './echoes.ts'
import { openFeed } from './feeds.ts'
import { helloExpress, helloHttp } from './hellos.ts'
import { minimalLongPolling } from './minimal-long-polling.ts'
import { minimalSse, minimalStreaming, minimalWebSocket } from './minimal-streams.ts'
import type { OpenSubject, SubjectName } from './subject.ts'

/** How each subject is started. */
export const subjects: Readonly<Record<SubjectName, OpenSubject>> = {
  'echo-tcp': echoTcp,
  'echo-ws': echoWs,
  'echo-http': echoHttp,
  'echo-express': echoExpress,
  feed: openFeed('node'),
  'feed-express': openFeed('express'),
  'bare-ws': bareWs,
  'minimal-long-polling': minimalLongPolling,
  'minimal-streaming': minimalStreaming,
  'minimal-sse': minimalSse,
  'minimal-websocket': minimalWebSocket,
  'hello-http': helloHttp,
  'hello-express': helloExpress,
}
