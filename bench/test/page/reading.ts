import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Receipt, Session, SessionState, TelemetryOf } from '../../../client/page/context.ts'
import { type TransportName, transportNames } from '../../../server/protocol.ts'
import { patience } from './lab-page.ts'

/** A session as it is now. */
export type SessionNow = Pick<Session, 'transport' | 'state' | 'attempt' | 'code' | 'cursor' | 'counts'>

/** The sessions that the page shows. */
export async function sessionsOf(page: Page): Promise<readonly SessionNow[]> {
  return await page.evaluate(() =>
    window.lab.sessions.shown.map(({ transport, state, attempt, code, cursor, counts }) => ({
      ...{ transport, state, attempt, code, cursor, counts },
    })),
  )
}

/** The words for a transport that works: the two kinds of polling ask again and again. */
export const working: Readonly<Record<TransportName, readonly SessionState[]>> = {
  polling: ['waiting', 'gap'],
  'long-polling': ['waiting', 'gap'],
  streaming: ['open'],
  sse: ['open'],
  websocket: ['open'],
}

/** How many events each transport that is shown has delivered. */
export async function deliveredOf(page: Page): Promise<Readonly<Record<string, number>>> {
  const sessions = await sessionsOf(page)
  return Object.fromEntries(sessions.map(({ transport, counts }) => [transport, counts.delivered]))
}

/** Waits until every transport that is shown works, and has delivered `more` events since now. */
export async function untilAllDeliver(page: Page, more: number): Promise<void> {
  const before = await deliveredOf(page)
  const behind = async () => {
    const sessions = await sessionsOf(page)
    const late = sessions.filter(
      ({ transport, state, counts }) =>
        !working[transport].includes(state) || counts.delivered < (before[transport] ?? 0) + more,
    )
    return late.map(({ transport, state, counts }) => `${transport} ${state} ${counts.delivered}`)
  }
  await expect.poll(behind, patience).toEqual([])
}

/** What came to grief on each transport that is shown. */
export async function faultsOf(page: Page): Promise<readonly unknown[]> {
  const sessions = await sessionsOf(page)
  return sessions.map(({ transport, counts: { lost, duplicated } }) => ({ transport, lost, duplicated }))
}

/** Nothing lost and nothing twice on these. */
export function noFaults(transports: readonly TransportName[] = transportNames): readonly unknown[] {
  return transports.map(transport => ({ transport, lost: 0, duplicated: 0 }))
}

/** A transport's card as it stands in the page: its state, and what it says was measured by the line's name. */
export interface CardText {
  readonly state: string
  readonly figures: Readonly<Record<string, string>>
}

/** The cards by transport. */
export async function cardsOf(page: Page): Promise<Readonly<Record<string, CardText>>> {
  return await page.evaluate(() => {
    const lineOf = (row: HTMLTableRowElement) => {
      const name = row.cells[0]?.firstChild?.textContent ?? ''
      return [name, row.cells[1]?.textContent ?? ''] as const
    }
    const cards = [...document.querySelectorAll<HTMLElement>('.counter-card')].map(card => {
      const rows = [...card.querySelectorAll<HTMLTableRowElement>('tbody tr')]
      const text = { state: card.dataset.state ?? '', figures: Object.fromEntries(rows.map(lineOf)) }
      return [card.dataset.transport, text] as const
    })
    return Object.fromEntries(cards)
  })
}

/** The events that telemetry told, of the last 60 s. */
export async function eventsOf(page: Page): Promise<readonly TelemetryOf<'event'>[]> {
  return await page.evaluate(() => [...window.lab.trace.events])
}

/** What the transports delivered, of the last 60 s. */
export async function receiptsOf(page: Page): Promise<readonly Receipt[]> {
  return await page.evaluate(() => [...window.lab.trace.receipts])
}

/** The sequences of what was delivered, in its order; telemetry may tell of an event later than a transport. */
export function sequencesOf(receipts: readonly Receipt[]): readonly number[] {
  return receipts.flatMap(({ sequence }) => sequence ?? [])
}

/** Waits until telemetry has told of so many of the events that each transport delivered: those the page counts. */
export async function untilAllCount(page: Page, least: number): Promise<void> {
  const fewest = async () => {
    const receipts = await receiptsOf(page)
    const countOf = (name: TransportName) =>
      sequencesOf(receipts.filter(({ transport }) => transport === name)).length
    return Math.min(...transportNames.map(countOf))
  }
  await expect.poll(fewest, patience).toBeGreaterThanOrEqual(least)
}

/** Intended time to receipt of what a transport delivered, in milliseconds, by its cursor. */
export function latenciesOf(
  transport: TransportName,
  events: readonly TelemetryOf<'event'>[],
  receipts: readonly Receipt[],
): ReadonlyMap<string, number> {
  const intendedMs = new Map(events.map(event => [event.cursor, event.intendedMs]))
  const own = receipts.filter(receipt => receipt.transport === transport)
  return new Map(
    own.flatMap(({ cursor, atMs }) => {
      const fromMs = intendedMs.get(cursor)
      return fromMs === undefined ? [] : [[cursor, atMs - fromMs] as const]
    }),
  )
}

/** The value at a quantile, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]!
}
