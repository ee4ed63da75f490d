/** The four kinds of byte that a transport moves, and their sum; every byte of a connection is in exactly one. */
export const byteCategories = ['head', 'framing', 'envelope', 'payload'] as const

/** One of the four kinds of byte. */
export type ByteCategory = (typeof byteCategories)[number]

/**
 * Bytes of one direction: `head` is HTTP heads (the WebSocket handshake among them), `framing` chunk sizes and
 * frame headers and whole control frames, `payload` event records and published JSON, `envelope` the rest of a body.
 * `total` is what the sockets carried, counted apart from the four.
 */
export type Direction = Record<ByteCategory | 'total', number>

/** Bytes of TCP payload, client to server and server to client. */
export interface Books {
  readonly up: Direction
  readonly down: Direction
}

const directions = ['up', 'down'] as const

/** The way of a byte: `up` from client to server, `down` from server to client. */
export type Way = (typeof directions)[number]

const columns = [...byteCategories, 'total'] as const

function mapBooks(value: (way: Way, column: ByteCategory | 'total') => number): Books {
  const direction = (way: Way): Direction => ({
    head: value(way, 'head'),
    framing: value(way, 'framing'),
    envelope: value(way, 'envelope'),
    payload: value(way, 'payload'),
    total: value(way, 'total'),
  })
  return { up: direction('up'), down: direction('down') }
}

/** Books with nothing in them. */
export function emptyBooks(): Books {
  return mapBooks(() => 0)
}

/** The sum of any number of books, in bytes; of none, empty books. */
export function sumBooks(list: Iterable<Books>): Books {
  const sum = emptyBooks()
  for (const books of list) {
    for (const way of directions) {
      for (const column of columns) sum[way][column] += books[way][column]
    }
  }
  return sum
}

/** What `later` holds beyond `earlier`, in bytes: two snapshots of one ledger give the books of the time between. */
export function subtractBooks(later: Books, earlier: Books): Books {
  return mapBooks((way, column) => later[way][column] - earlier[way][column])
}

/** Whether the four categories add up to the total, in both directions. */
export function closes(books: Books): boolean {
  return directions.every(way => {
    const direction = books[way]
    return byteCategories.reduce((sum, category) => sum + direction[category], 0) === direction.total
  })
}
