import type { TransportName } from '../../../../server/protocol.ts'

/** The picture's colours; text is always ink. */
export interface LadderPalette {
  readonly ground: string
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly accent: string
  readonly transports: Readonly<Record<TransportName, string>>
  /** CSS font families. */
  readonly fontFamily: string
}

/** Reads the page's colours from the custom properties that hold for an element. */
export function readPalette(element: Element): LadderPalette {
  const style = getComputedStyle(element)
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ground: color('ground'),
    ink: color('ink'),
    muted: color('muted'),
    line: color('line'),
    accent: color('accent'),
    transports: {
      polling: color('polling'),
      'long-polling': color('long-polling'),
      streaming: color('streaming'),
      sse: color('sse'),
      websocket: color('websocket'),
    },
    fontFamily: style.fontFamily,
  }
}
