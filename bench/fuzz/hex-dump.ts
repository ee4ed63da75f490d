const bytesPerLine = 16
/** More than this is cut, in bytes. */
const mostBytes = 4_096

/** Bytes for a person: offset, hexadecimal and ASCII, sixteen a line. */
export function hexDump(bytes: Buffer): string {
  const shown = bytes.subarray(0, mostBytes)
  const lines = Array.from({ length: Math.ceil(shown.length / bytesPerLine) }, (_, index) =>
    lineAt(shown, index * bytesPerLine),
  )
  const more = bytes.length - shown.length
  return [...lines, ...(more > 0 ? [`and ${more} bytes more`] : [])].join('\n')
}

function lineAt(bytes: Buffer, offset: number): string {
  const row = bytes.subarray(offset, offset + bytesPerLine)
  const hexadecimal = [...row].map(byte => byte.toString(16).padStart(2, '0')).join(' ')
  const text = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.')
  return `${offset.toString(16).padStart(6, '0')}  ${hexadecimal.padEnd(bytesPerLine * 3 - 1)}  ${text}`
}
