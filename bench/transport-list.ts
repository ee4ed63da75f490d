import { z } from 'zod'
import { type TransportName, transportNames } from '../server/protocol.ts'

/** A flag that takes transports, `a,b`, each once. */
export const transportList = z
  .string()
  .transform(text => text.split(',').map(name => name.trim()))
  .refine(names => names.every(name => (transportNames as readonly string[]).includes(name)), {
    error: `must be a list of ${transportNames.join(', ')}`,
  })
  .refine(names => new Set(names).size === names.length, { error: 'must name each transport once' })
  .transform(names => names as TransportName[])
