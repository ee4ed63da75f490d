import type * as en from './en.ts'

/** Every section and key of the English strings; another language must have the same. */
export type Strings = { readonly [S in keyof typeof en]: { readonly [K in keyof (typeof en)[S]]: string } }
