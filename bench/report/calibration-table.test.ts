import { expect, it } from 'vitest'
import { calibrationTable } from './calibration-table.ts'
import { calibrationFixture } from './test/fixture-calibration.ts'

it('the table of the calibration shows each delay to a thousandth, beside the link’s own and what is asked', () => {
  const { columns, rows } = calibrationTable([
    calibrationFixture(),
    calibrationFixture({ askedMs: 100, early: 1, lost: 2, reordered: 3 }),
  ])
  const headings = columns.map(({ heading }) => heading)
  expect(rows.map(row => Object.fromEntries(row.map((cell, index) => [headings[index], cell])))).toEqual([
    {
      asked: '25',
      min: '25.050',
      p50: '25.140',
      p99: '26.400',
      max: '28.310',
      'link’s own p50': '25.006',
      messages: '2,000',
      early: '0',
      lost: '0',
      'out of order': '0',
      'fresh, asked': '100',
      'fresh, p50': '101.250',
      fresh: '20',
    },
    expect.objectContaining({
      asked: '100',
      'fresh, asked': '400',
      early: '1',
      lost: '2',
      'out of order': '3',
    }),
  ])
})

it('the table of the calibration shows a dash for what cannot be had, and no row for nothing', () => {
  const none = { count: 0, min: null, mean: null, p50: null, p90: null, p99: null, max: null }
  expect(calibrationTable([calibrationFixture({ seenMs: none })]).rows[0]!.slice(1, 5)).toEqual(
    Array(4).fill('–'),
  )
  expect(calibrationTable([]).rows).toEqual([])
})
