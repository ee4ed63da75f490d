import { describe, expect, it } from 'vitest'
import { readCommand } from './commands.ts'

describe('a command', () => {
  it.each([
    { type: 'ping', sentMs: 1.5 },
    { type: 'set', changes: { anything: 1 } },
    { type: 'publish', data: null },
    { type: 'publish', data: { a: 1 }, topic: 't' },
    { type: 'reset-connections' },
    { type: 'inspect', id: 3 },
  ])('is read: %j', command => {
    expect(readCommand(JSON.stringify(command))).toEqual({ command })
  })

  const types = 'ping, set, publish, reset-connections, restart-server, inspect, reset-books'
  it.each([
    ['{"type":"ping","sentMs":"1"}', 'sentMs of ping must be a number, got "1"'],
    ['{"type":"publish"}', 'data of publish must be any JSON value, got nothing'],
    ['{"type":"publish","data":1,"topic":2}', 'topic of publish must be a string, got 2'],
    ['{"type":"toString"}', `a command's type must be one of ${types}, got "toString"`],
    ['{"type":1}', `a command's type must be one of ${types}, got 1`],
    ['null', `a command's type must be one of ${types}, got null`],
    ['hello', `a command's type must be one of ${types}, got "hello"`],
  ])('is refused in one line: %s', (text, problem) => {
    expect(readCommand(text)).toEqual({ problem })
  })
})
