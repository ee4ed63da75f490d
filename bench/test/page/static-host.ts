import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { onTestFinished } from 'vitest'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** Serves a folder's files below a path, as any host of files does, until the test ends; resolves to the folder's address. */
export async function serveFiles(directory: string, below: string): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost')
    const name = pathname.endsWith('/') ? 'index.html' : pathname.slice(below.length)
    const content = pathname.startsWith(below) ? readFile(join(directory, name)) : Promise.reject()
    content.then(
      file => response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'text/plain' }).end(file),
      () => response.writeHead(404).end(),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}${below}`
}
