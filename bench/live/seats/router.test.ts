import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSeats } from '../seats.ts'
import { createSeatsRouter } from './router.ts'

/** A page server with seats, over a feed that takes everything. */
async function open(publish = async () => 'e.1') {
  const seats = createSeats({ publish, random: Math.random, onProblem: text => expect.unreachable(text) })
  const server = createServer(express().use('/seats', createSeatsRouter(seats))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    seats.close()
    server.closeAllConnections()
    server.close()
  })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return async (method: string, target: string) => {
    const answer = await fetch(base + target, { method })
    const body = await answer.text()
    const type = answer.headers.get('content-type')
    return { status: answer.status, allow: answer.headers.get('allow'), type, body: body && JSON.parse(body) }
  }
}

describe('the box office', () => {
  it('says of a wish whether the seat was free, or who has it', async () => {
    const ask = await open()
    expect(await ask('POST', '/seats?seat=C7&by=ann')).toMatchObject({
      status: 200,
      body: { seat: 'C7', by: 'ann', cursor: 'e.1' },
    })
    expect(await ask('POST', '/seats?seat=C7&by=bo')).toMatchObject({
      status: 200,
      body: { seat: 'C7', gone: 'ann' },
    })
  })

  it('sells a seat to one of many who ask at once', async () => {
    const ask = await open()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask('POST', `/seats?seat=H12&by=n${index}`)),
    )
    const sold = answers.filter(({ body }) => 'cursor' in body)
    expect(sold).toHaveLength(1)
    expect(answers.filter(({ body }) => body.gone === sold[0]!.body.by)).toHaveLength(19)
  })

  it('gives the whole map with its cursor', async () => {
    const ask = await open()
    await ask('POST', '/seats?seat=A12&by=%EC%9C%A0%EC%A7%84')
    expect((await ask('GET', '/seats')).body).toEqual({
      ...{
        cursor: 'e.1',
        theatre: 1,
        rows: [...'ABCDEFGH'],
        columns: 12,
        taken: { A12: '유진' },
        buyersPerSecond: 0,
      },
    })
  })

  it.each([
    [
      '/seats?by=ann',
      'seat',
      'seat must be a letter from A to H and a number from 1 to 12, such as C7, got null',
    ],
    [
      '/seats?seat=C13&by=ann',
      'seat',
      'seat must be a letter from A to H and a number from 1 to 12, such as C7, got "C13"',
    ],
    ['/seats?seat=C7&seat=C8&by=ann', 'seat', 'seat may be given once, got it 2 times'],
    ['/seats?seat=C7', 'by', 'by must be a name of 1 to 40 characters, got null'],
    ['/seats?seat=C7&by=', 'by', 'by must be a name of 1 to 40 characters, got ""'],
    ['/seats/buyers?perSecond=-1', 'perSecond', 'perSecond must be a number from 0 to 50, got "-1"'],
    ['/seats/buyers?perSecond=51', 'perSecond', 'perSecond must be a number from 0 to 50, got "51"'],
    ['/seats/buyers', 'perSecond', 'perSecond must be a number from 0 to 50, got null'],
  ])('answers POST %s with a 400 that names %s', async (target, field, detail) => {
    const ask = await open()
    expect(await ask('POST', target)).toMatchObject({ status: 400, body: { field, detail } })
  })

  it('answers other methods with a 405 that names those there are', async () => {
    const ask = await open()
    expect(await ask('DELETE', '/seats')).toMatchObject({
      status: 405,
      allow: 'GET, HEAD, POST',
      body: { detail: 'DELETE is not allowed here, only GET, HEAD, POST' },
    })
    expect(await ask('GET', '/seats/buyers')).toMatchObject({ status: 405, allow: 'POST' })
  })

  it('says that the sale is shut while the feed is down, and the seat stays free', async () => {
    let isDown = true
    const ask = await open(async () => {
      if (isDown) throw new Error('the feed server is down')
      return 'e.2'
    })
    expect(await ask('GET', '/seats')).toMatchObject({ status: 200, body: { shut: true } })
    expect(await ask('POST', '/seats?seat=C7&by=ann')).toMatchObject({ status: 200, body: { shut: true } })
    isDown = false
    expect((await ask('POST', '/seats?seat=C7&by=ann')).body).toEqual({
      seat: 'C7',
      by: 'ann',
      cursor: 'e.2',
    })
  })

  it('turns simulated buyers on and off', async () => {
    const ask = await open()
    expect((await ask('POST', '/seats/buyers?perSecond=0.01')).status).toBe(204)
    expect((await ask('GET', '/seats')).body.buyersPerSecond).toBe(0.01)
    expect((await ask('POST', '/seats/buyers?perSecond=0')).status).toBe(204)
    expect((await ask('GET', '/seats')).body.buyersPerSecond).toBe(0)
  })
})
