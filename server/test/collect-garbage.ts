import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Frees what nothing refers to any more, weak references of earlier turns included. */
export async function collectGarbage(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve))
  collect()
}
