import type { Text } from '../i18n.ts'
import { usualProxyHoldBytes } from '../permalink.ts'
import type { ToggleControl } from './toggle.ts'

/** Every switch of the Lab by name, in the page's language. */
export const toggles = {
  keepAlive: text => ({
    id: 'keep-alive',
    label: text('controls.keepAlive'),
    hint: text('controls.keepAliveHint'),
    of: ({ settings }) => settings.keepAlive,
    ask: keepAlive => ({ lab: { keepAlive } }),
  }),
  blackHole: text => ({
    id: 'black-hole',
    label: text('controls.blackHole'),
    hint: text('controls.blackHoleHint'),
    of: ({ settings }) => settings.link.blackHole,
    ask: blackHole => ({ lab: { link: { blackHole } } }),
  }),
  proxy: text => ({
    id: 'proxy',
    label: text('controls.proxy'),
    hint: text('controls.proxyHint'),
    of: ({ settings }) => settings.link.proxyHoldBytes !== null,
    ask: on => ({ lab: { link: { proxyHoldBytes: on ? usualProxyHoldBytes : null } } }),
  }),
} as const satisfies Readonly<Record<string, (text: Text) => ToggleControl>>
