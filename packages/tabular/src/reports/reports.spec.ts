import { expect, test } from 'vitest'
import { aLevel } from '../levels.spec.support.ts'
import { type BridgeInput, bridgeReport } from './bridge.ts'
import { cardReport } from './card.ts'
import { comparisonReport } from './comparison.ts'
import { levelsReport } from './levels.ts'
import { csvOf, jsonOf, sheetsOf } from './reading-back.spec.support.ts'
import { snapshotReport } from './snapshot.ts'

const knownThrough = { stream: 'main.item-tea', revision: 3 }
const from = { asOf: '2027-03-15T00:00:00.000Z', knownThrough, snapshot: 'mid-march' }
const to = { asOf: '2027-03-31T22:00:00.000Z', knownThrough: null, snapshot: null }

const between: BridgeInput = {
  from,
  to,
  bridge: [
    { line: 'Opening', kind: 'opening', quantity: '8.5', value: '47' },
    { line: 'Sales', kind: 'sale', quantity: '-9', value: '-47.5' },
    { line: 'Closing', kind: 'closing', quantity: '-0.5', value: '-0.5' },
  ],
  memo: [{ line: 'Cost variance', kind: 'cost-variance', value: '1.25' }],
}

test('levels say what they stand for, what they are limited to, their sums and their digest', async () => {
  const report = levelsReport({
    moment: from,
    digest: { format: 1, digest: 'abc' },
    only: { item: 'tea', branch: null },
    rows: () => [aLevel(), aLevel({ branch: 'south', onHand: '1.5', value: '3' })],
  })
  const sheets = await sheetsOf(report)
  expect(Object.keys(sheets)).toEqual(['Summary', 'Levels', 'Branches'])
  expect(sheets.Summary).toEqual([
    ['Summary', 'Value'],
    ['As of', new Date(from.asOf)],
    ['Known through', 'main.item-tea@3'],
    ['Snapshot', 'mid-march'],
    ['Only item', 'tea'],
    ['On hand', 7.5],
    ['Value', 30],
    ['Items', 1],
    ['Digest', 'abc'],
    ['Rows of Levels', 2],
    ['Rows of Branches', 2],
  ])
  expect(sheets.Branches).toEqual([
    ['branch', 'onHand', 'value', 'items'],
    ['north', 6, 27, 1],
    ['south', 1.5, 3, 1],
  ])
  expect(jsonOf(report)).toMatchObject({ ...from, digest: { format: 1, digest: 'abc' } })
})

test('a comparison has every row with its change, the bridge and the memo lines, each in a sheet', async () => {
  const report = comparisonReport({
    ...between,
    rows: [
      { item: 'milk', branch: 'north', onHand: ['0', '-0.5'], value: ['0', '-0.5'], presence: 'new' },
      { item: 'tea', branch: 'north', onHand: ['8.5', '0'], value: ['47', '0'], presence: 'vanished' },
    ],
  })
  const sheets = await sheetsOf(report)
  expect(sheets).toEqual({
    Summary: [
      ['Summary', 'Value'],
      ['From: as of', new Date(from.asOf)],
      ['From: known through', 'main.item-tea@3'],
      ['From: snapshot', 'mid-march'],
      ['To: as of', new Date(to.asOf)],
      ['To: known through', null],
      ['From: on hand', 8.5],
      ['To: on hand', -0.5],
      ['Change of on hand', -9],
      ['From: value', 47],
      ['To: value', -0.5],
      ['Change of value', -47.5],
      ['New rows', 1],
      ['Vanished rows', 1],
      ['Rows of Comparison', 2],
      ['Rows of Bridge', 3],
      ['Rows of Memo', 1],
    ],
    Comparison: [
      [
        'item',
        'branch',
        'onHandFrom',
        'onHandTo',
        'onHandChange',
        'valueFrom',
        'valueTo',
        'valueChange',
        'presence',
      ],
      ['milk', 'north', 0, -0.5, -0.5, 0, -0.5, -0.5, 'new'],
      ['tea', 'north', 8.5, 0, -8.5, 47, 0, -47, 'vanished'],
    ],
    Bridge: [
      ['line', 'kind', 'quantity', 'value'],
      ['Opening', 'opening', 8.5, 47],
      ['Sales', 'sale', -9, -47.5],
      ['Closing', 'closing', -0.5, -0.5],
    ],
    Memo: [
      ['line', 'kind', 'value'],
      ['Cost variance', 'cost-variance', 1.25],
    ],
  })
  expect(csvOf(report).split('\r\n')[1]).toBe('milk,north,0,-0.5,-0.5,0,-0.5,-0.5,new')
})

test('a bridge is its lines, with the memo lines beside them', async () => {
  const report = bridgeReport(between)
  expect(Object.keys(await sheetsOf(report))).toEqual(['Summary', 'Bridge', 'Memo'])
  expect(jsonOf(report)).toEqual(between)
  expect(csvOf(report)).toBe(
    'line,kind,quantity,value\r\nOpening,opening,8.5,47\r\nSales,sale,-9,-47.5\r\nClosing,closing,-0.5,-0.5\r\n',
  )
})

test('a stock card shows each movement with the corrections it had', async () => {
  const line = {
    id: 'S1',
    type: 'StockSold',
    occurredAt: '2027-03-10T10:30:00.000Z',
    recordedAt: '2027-04-01T00:00:00.000Z',
    branch: 'north',
    quantity: '-4',
    onHand: '6',
    value: '27',
    averageCost: '4.5',
    cost: '18',
    corrections: [{ id: 'A1', type: 'MovementAmended', recordedAt: '2027-04-01T00:00:00.000Z' }],
  }
  const lines = [{ ...line, id: 'R1', corrections: [] }, line]
  const report = cardReport({ moment: from, item: '=tea', branch: 'north', lines })
  const { Card, Summary } = await sheetsOf(report)
  expect(Card?.[1]?.at(-1)).toBeNull()
  expect(Card?.[2]).toEqual([
    'S1',
    'StockSold',
    new Date(line.occurredAt),
    new Date(line.recordedAt),
    'north',
    -4,
    6,
    27,
    4.5,
    18,
    'MovementAmended A1',
  ])
  expect(Summary?.slice(1, 3)).toEqual([
    ['Item', '=tea'],
    ['Branch', 'north'],
  ])
  expect(jsonOf(report)).toEqual({ item: '=tea', branch: 'north', ...from, lines })
})

test('a snapshot says what was frozen, and whether the rows still prove it', async () => {
  const snapshot = {
    id: 's1',
    name: 'Month-End March 2027',
    description: null,
    asOf: from.asOf,
    knownThrough,
    takenAt: '2027-04-01T00:00:00.000Z',
    cause: { kind: 'schedule', schedule: 'month-ends' },
    format: 1,
    digest: 'abc',
    discarded: { reason: 'taken twice', at: '2027-04-02T00:00:00.000Z' },
  }
  const rows = [aLevel()]
  const report = snapshotReport({ snapshot, verified: false, rows: () => rows })
  expect((await sheetsOf(report)).Summary).toEqual([
    ['Summary', 'Value'],
    ['Name', 'Month-End March 2027'],
    ['As of', new Date(from.asOf)],
    ['Known through', 'main.item-tea@3'],
    ['Snapshot', 's1'],
    ['Taken at', new Date('2027-04-01T00:00:00.000Z')],
    ['Cause', 'schedule month-ends'],
    ['On hand', 6],
    ['Value', 27],
    ['Items', 1],
    ['Digest', 'abc'],
    ['Verified', false],
    ['Discarded', 'taken twice'],
    ['Rows of Levels', 1],
    ['Rows of Branches', 1],
  ])
  const { asOf, knownThrough: known, ...frozen } = snapshot
  expect(jsonOf(report)).toMatchObject({ asOf, knownThrough: known, snapshot: frozen, verified: false, rows })
  // As the library gives it: instants in milliseconds, and of the cause what there is.
  const given = {
    ...snapshot,
    asOf: Date.parse(snapshot.asOf),
    takenAt: Date.parse(snapshot.takenAt),
    cause: { ...snapshot.cause, trigger: undefined, boundary: Date.parse(from.asOf) },
    discarded: { reason: 'taken twice', at: Date.parse('2027-04-02T00:00:00.000Z') },
  }
  const cause = { ...snapshot.cause, boundary: new Date(from.asOf).toISOString() }
  const fromNumbers = snapshotReport({ snapshot: given, verified: false, rows: () => rows })
  expect(jsonOf(fromNumbers)).toEqual(
    jsonOf(snapshotReport({ snapshot: { ...snapshot, cause }, verified: false, rows: () => rows })),
  )
})
