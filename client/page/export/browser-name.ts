/** A browser by its user agent, `Chrome 140.0.0.0`; the whole of it where it is of no known kind. */
export function browserName(userAgent: string): string {
  const [, name, version] = /(Firefox|Edg|Chrome)\/([\d.]+)/.exec(userAgent) ?? []
  if (name !== undefined && version !== undefined) return `${name} ${version}`
  const [, safari] = /Version\/([\d.]+).*Safari/.exec(userAgent) ?? []
  return safari === undefined ? userAgent : `Safari ${safari}`
}
