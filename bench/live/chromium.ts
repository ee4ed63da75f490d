import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Nothing of the browser's own is to ask the network, or the machine. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The first Chromium that is there; throws one line that says what to install. */
export function chromiumPath(
  candidates: readonly string[] = [process.env.CHROMIUM ?? '', ...places],
): string {
  const path = candidates.find(candidate => candidate !== '' && existsSync(candidate))
  if (path === undefined)
    throw new Error('no Chromium: `apt-get install chromium`, or name one in the environment as CHROMIUM')
  return path
}

/** Starts Chromium without a head, with a profile of its own that goes with it. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath(), args: flags })
}
