import { excessOf, type Facts } from './facts.ts'

const units: Readonly<Record<string, string>> = {
  requestsPerClientPerMinute: 'requests a client and minute',
  requestsPerClient: 'requests',
  connectionsPerClient: 'connections a client',
  emptyShare: 'of the requests',
  nearDeliveryShare: 'of the deliveries',
}

/** A number of either sign to 3 significant digits, without its sign and without zeros that say nothing. */
export function figure(value: number): string {
  return String(Number(Math.abs(value).toPrecision(3)))
}

/** How far the measured figure is off, `1.37 ms over` or `13 B an event under`. */
export function excess(facts: Facts): string {
  return `${figure(excessOf(facts))} ${unitOf(facts.quantity)} ${excessOf(facts) < 0 ? 'under' : 'over'}`
}

function unitOf(quantity: string): string {
  if (quantity.startsWith('latencyMs.')) return 'ms'
  return quantity.endsWith('BytesPerEvent') ? 'B an event' : (units[quantity] ?? quantity)
}
