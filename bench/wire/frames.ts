import {
  type FrameHeader,
  frameHeaderBytes,
  headerFault,
  maxHeaderBytes,
  readFrameHeader,
} from './frame-header.ts'
import { createSized } from './sized.ts'
import { type Classify, type Count, type Part, WireFault } from './stream.ts'

/** What a stream of frames needs and tells. */
export interface FrameEvents {
  /** Whether frames must be masked: upward they must, downward they must not. */
  readonly masked: boolean
  /** Begins a message of one or more data frames. */
  readonly message: () => Classify
  /** Tells each frame once its header is known. */
  readonly frame: (header: FrameHeader) => void
  /** Tells that a frame's last byte has been read. */
  readonly ended: () => void
}

function unmasked(data: Classify, mask: Uint8Array): Classify {
  if (mask.length === 0) return data
  let offset = 0
  return bytes => {
    const plain = new Uint8Array(bytes.length)
    for (let at = 0; at < bytes.length; at += 1) plain[at] = bytes[at]! ^ mask[(offset + at) & 3]!
    offset = (offset + bytes.length) & 3
    data(plain)
  }
}

/**
 * Reads WebSocket frames (RFC 6455 section 5.2): headers and whole control frames are `framing`; the unmasked payload
 * of data frames goes to its message. Throws `WireFault` at a frame that the protocol forbids.
 */
export function createFrames(count: Count, events: FrameEvents): Part {
  const header = new Uint8Array(maxHeaderBytes)
  let filled = 0
  let message: Classify | undefined
  let part: Part = readHeader

  const control: Classify = bytes => count('framing', bytes.length)
  const ended = (): void => {
    part = readHeader
    events.ended()
  }
  function begin(frame: FrameHeader): void {
    filled = 0
    events.frame(frame)
    if (!frame.control) message ??= events.message()
    const data = frame.control ? control : unmasked(message!, frame.mask)
    if (frame.final && !frame.control) message = undefined
    if (frame.payloadBytes > 0) part = createSized(frame.payloadBytes, { data, ended })
    else ended()
  }
  function readHeader(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const continues = message !== undefined
      const fault = headerFault(bytes[at]!, {
        index: filled,
        first: header[0]!,
        continues,
        masked: events.masked,
      })
      if (fault !== undefined) {
        count('framing', at - from)
        throw new WireFault(fault)
      }
      header[filled] = bytes[at]!
      filled += 1
      if (filled >= 2 && filled === frameHeaderBytes(header[1]!)) {
        count('framing', at + 1 - from)
        begin(readFrameHeader(header))
        return at + 1
      }
    }
    count('framing', bytes.length - from)
    return bytes.length
  }
  return (bytes, from) => part(bytes, from)
}
