/** The faults of the handshake view, in English: what is sent, and why it comes out as it does. */
export const handshakeFaults = {
  faults: 'Faults to switch on',
  faultsLead:
    'The server on this machine can answer wrongly. Choose a fault, say what you expect if you like, and switch it on: the page opens a connection, sends hello, and opens it again when it ends. Switch the fault off and the next attempt holds.',
  faultChoice: 'Fault',
  fault: 'fault',
  open: 'opened',
  closeCode: 'close code',
  clean: 'wasClean',
  outcome: 'outcome',
  predict: 'What will the browser do?',
  noPrediction: '(no prediction)',
  prediction: 'your prediction',
  predictedRight: '✓ right',
  predictedWrong: '✕ it came out otherwise',
  switchOn: 'Switch the fault on',
  switchOff: 'Switch the fault off',
  stop: 'Let go',
  tried: 'What this browser did so far',
  did: 'What the browser did',
  why: 'Why',
  serverSaw: 'the server saw the end',
  headDiffers: 'What was sent (+), and what was due (−)',
  headRight: 'What was sent: the head is right',
  framesPassed: 'What passed after it',
  consoleOnly:
    'The page is told no reason: a script could read other servers with it. It is only in the console, where Chrome writes:',
  consoleSilent: 'Chrome writes nothing to its console about this one.',
  consoleExpected:
    'A browser logs each failed handshake and each broken frame as an error in its console, and no page can silence that. The lines about /handshake/… there are expected: they are what you switched on.',
  'standing-idle': 'No connection is wanted.',
  'standing-connecting': '{fault}: connecting, attempt {attempt}.',
  'standing-open': '{fault}: open since attempt {attempt}.',
  'standing-waiting': '{fault}: attempt {attempt} has ended; the next in {seconds} s.',
  'outcome-pending': 'not yet known',
  'outcome-refused': 'it never opens: error, then close 1006',
  'outcome-failed': 'it opens, then fails: close 1006, not clean',
  'outcome-closed': 'it opens, then closes cleanly',
  'outcome-works': 'it works: the answer comes',
  'end-client-end': 'the browser closed the TCP connection',
  'end-server-end': 'close frames both ways, then the server closed the TCP connection',
  'end-client-reset': 'the browser reset the TCP connection',
  'end-server-reset': 'the server reset the TCP connection',

  'fault-none': 'No fault',
  'fault-none-sent': 'A right 101, and a right frame in answer to hello.',
  'fault-none-why': 'Status, Upgrade, Connection and accept are as they must be, so the connection is open.',
  'fault-wrong-accept': 'The accept of another key',
  'fault-wrong-accept-sent':
    'A well-formed accept, but of the key in the RFC’s example and not of the one that was sent.',
  'fault-wrong-accept-why':
    'The client computes the accept of its own key and must fail the connection when another comes. A stored answer, from a cache or copied from a note, never fits a new key.',
  'fault-no-accept': 'No accept',
  'fault-no-accept-sent': 'A 101 without Sec-WebSocket-Accept.',
  'fault-no-accept-why': 'A missing accept is as bad as a wrong one: the client must fail the connection.',
  'fault-set-websocket-accept': 'Set-WebSocket-Accept',
  'fault-set-websocket-accept-sent':
    'The right value under a name that notes print now and then: Set- in place of Sec-.',
  'fault-set-websocket-accept-why':
    'An unknown field is passed over, so the accept is missing. Sec- has a purpose: a script cannot set request fields that begin so.',
  'fault-unasked-subprotocol': 'A subprotocol nobody asked for',
  'fault-unasked-subprotocol-sent':
    'A right 101 that names the subprotocol chat.v2, though the page offered none.',
  'fault-unasked-subprotocol-why':
    'The server may only choose among those offered; for any other the client must fail the connection.',
  'fault-status-200': 'Status 200',
  'fault-status-200-sent': 'Every field right, but 200 OK in place of 101 Switching Protocols.',
  'fault-status-200-why':
    'Only 101 switches the protocol. Any other status is an ordinary HTTP response and no WebSocket.',
  'fault-no-upgrade': 'No Upgrade',
  'fault-no-upgrade-sent': 'A 101 without the field Upgrade.',
  'fault-no-upgrade-why':
    'A 101 must say to what it switches; without Upgrade: websocket the client must fail the connection.',
  'fault-wrong-connection': 'Connection: keep-alive',
  'fault-wrong-connection-sent': 'Connection names keep-alive and not Upgrade.',
  'fault-wrong-connection-why':
    'Connection must hold the word Upgrade. A proxy that does not know the upgrade drops or rewrites it, and just that is found out here.',
  'fault-hixie-frames': '0x00 … 0xFF framing',
  'fault-hixie-frames-sent':
    'A right handshake, then text between a byte 0x00 and a byte 0xFF, as the drafts of 2010 had it.',
  'fault-hixie-frames-why':
    'Today 0x00 is a header: FIN 0 and opcode 0, a continuation. There is no message to continue, so the client fails the connection.',
  'fault-masked-frame': 'A masked frame from the server',
  'fault-masked-frame-sent': 'A right handshake, then a right text frame with the MASK bit and a key.',
  'fault-masked-frame-why':
    'Only clients mask. A client must close the connection when a server’s frame is masked.',
  'fault-reserved-bit': 'A reserved bit set',
  'fault-reserved-bit-sent':
    'A right handshake, then a text frame with RSV1, though no extension was agreed on.',
  'fault-reserved-bit-why':
    'The browser offered compression and the server did not take it up, so RSV1 means nothing here and the connection must fail.',
  'fault-bad-utf8': 'Text that is not UTF-8',
  'fault-bad-utf8-sent': 'A right handshake, then a text frame that stops within the two bytes of é.',
  'fault-bad-utf8-why':
    'Text is UTF-8, checked over the whole message. The RFC has code 1007 for this; look at the code in the close frame that your browser really sends.',
  'fault-fragmented': 'A message in fragments (legal)',
  'fault-fragmented-sent':
    'The answer in three fragments, FIN only on the last, with a ping between two of them.',
  'fault-fragmented-why':
    'This is no fault: a message may be cut anywhere, and control frames may stand between fragments. The page gets one message, and the browser answers the ping by itself.',
  'fault-close-4000': 'Close with 4000 and a reason',
  'fault-close-4000-sent': 'A close frame with the code 4000 and a reason.',
  'fault-close-4000-why':
    '4000 to 4999 are for applications. This is an orderly close, so the page gets code and reason, and wasClean is true.',
  'fault-close-without-code': 'Close without a code',
  'fault-close-without-code-sent': 'A close frame with an empty payload.',
  'fault-close-without-code-why':
    'Legal. The page is told 1005, no status received, which never stands in a frame: it says that there was none.',
  'fault-reset': 'A TCP reset',
  'fault-reset-sent': 'No close frame: the TCP connection is reset after the client’s first message.',
  'fault-reset-why':
    'Without a close frame the code is 1006, which never stands in a frame either, and wasClean is false. After a pulled plug not even the reset comes: then the page hears nothing until it looks for itself.',
} as const
