import { describe, expect, it } from 'vitest'
import { UsageError } from './flags.ts'
import { defaultAppOptions, readServerOptions, serverHelp } from './options.ts'

describe("the server's options", () => {
  it('serve the earthquakes on loopback when nothing is said', () => {
    expect(readServerOptions([])).toEqual({
      help: false,
      host: '127.0.0.1',
      port: 8_080,
      capacityEvents: 10_000,
      source: {
        feed: 'earthquakes',
        speed: undefined,
        eventsPerSecond: undefined,
        arrivals: undefined,
        payloadBytes: undefined,
        seed: 1,
      },
      app: defaultAppOptions,
    })
  })

  it('are each taken to where they belong', () => {
    const args = [
      ['--host', '::1'],
      ['--port', '0'],
      ['--feed', 'none'],
      ['--speed', '2.5'],
      ['--rate', '7'],
      ['--arrivals', 'poisson'],
      ['--payload', '300'],
      ['--seed', '5'],
      ['--capacity', '6'],
      ['--keep-alive', 'off'],
      ['--keep-alive-timeout', '11'],
      ['--heartbeat', '12'],
      ['--stream-age', '13'],
      ['--mount', 'express'],
      ['--max-connections', '14'],
      ['--max-payload', '15'],
      ['--allow-origin', 'http://a.example'],
      ['--allow-origin', '*'],
      ['--help'],
    ]
    expect(readServerOptions(args.flat())).toEqual({
      help: true,
      host: '::1',
      port: 0,
      capacityEvents: 6,
      source: {
        feed: 'none',
        speed: 2.5,
        eventsPerSecond: 7,
        arrivals: 'poisson',
        payloadBytes: 300,
        seed: 5,
      },
      app: {
        ...defaultAppOptions,
        keepAlive: false,
        keepAliveTimeoutMs: 11,
        heartbeatMs: 12,
        streamAgeMs: 13,
        mount: 'express',
        maxConnections: 14,
        maxPayloadBytes: 15,
        allowedOrigins: ['http://a.example', '*'],
      },
    })
    for (const [name] of args) expect(serverHelp).toContain(`  ${name}`)
  })

  const originExpected = '--allow-origin must be * or an origin such as http://localhost:8080'
  it.each([
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, got "65536"'],
    [['--host='], '--host must be an address or a name to listen on, got ""'],
    [['--feed='], '--feed must be earthquakes, none, - or a file, got ""'],
    [['--capacity', '0'], '--capacity must be a whole number from 1 to 10000000, got "0"'],
    [['--heartbeat', '9'], '--heartbeat must be a whole number from 10 to 3600000, got "9"'],
    [
      ['--stream-age', '2147483648'],
      '--stream-age must be a whole number from 1 to 2147483647, got "2147483648"',
    ],
    [['--mount', 'koa'], '--mount must be one of node, express, got "koa"'],
    [['--allow-origin', 'localhost'], `${originExpected}, got ["localhost"]`],
    [['--allow-origin', 'http://a.example/'], `${originExpected}, got ["http://a.example/"]`],
    [['--allow-origin', 'http://A.example'], `${originExpected}, got ["http://A.example"]`],
    [['--allow-origin', 'null'], `${originExpected}, got ["null"]`],
    [['8080'], 'every option begins with --, got "8080"'],
  ])('%j are refused in one line', (args, message) => {
    expect(() => readServerOptions(args)).toThrow(new UsageError(message))
  })
})
