import { element } from '../element.ts'

/** Saves a file under a name, as a click on a link would. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  element('a', { href: address, download: name }).click()
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** A name with the time in it, `transport-lab-2026-11-21T10-20-30.har`. */
export function fileName(at: Date, extension: string): string {
  return `transport-lab-${at.toISOString().slice(0, 19).replaceAll(':', '-')}.${extension}`
}
