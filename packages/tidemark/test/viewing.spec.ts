import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memoryLog, sqliteLog } from '@tidemark/log'
import { describe, expect, it } from 'vitest'
import { openInventory } from '../src/index.ts'
import { event, openTrade, received, sold, stockAt } from './trade.ts'

const trade = [
  received('R1', '2027-03-01T09:00Z', '10', '4'),
  received('R2', '2027-03-01T09:00Z', '5', '2', { branch: 'south' }),
  received('R3', '2027-03-02T09:00Z', '7', '1', { item: 'mug' }),
  sold('S1', '2027-03-03T09:00Z', '4', '40'),
  event('ItemDefined', 'D1', '2027-03-02T00:00Z', {
    branch: undefined,
    name: 'Green tea',
    group: 'drinks',
    safetyStock: '1',
  }),
  event('StockReserved', 'V1', '2027-03-03T10:00Z', { reservation: 'web-1', quantity: '2' }),
]

describe('a view', () => {
  it('lists levels by item then branch by code point, nulls where nothing happened', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade)
    const rows = [...(await inventory.asOf('2027-03-04T00:00Z')).levels()]
    expect(rows.map(({ item, branch }) => `${item}@${branch}`)).toEqual([
      'mug@north',
      'tea@north',
      'tea@south',
    ])
    expect(rows[1]).toEqual({
      item: 'tea',
      branch: 'north',
      onHand: '6',
      value: '24',
      averageCost: '4',
      lastReceiptCost: '4',
      marketCost: null,
      lastSoldOn: '2027-03-03T09:00:00.000Z',
      lastPurchasedOn: null,
      lastReceiptOn: '2027-03-01T09:00:00.000Z',
      lastCountedOn: null,
      lastCountQuantity: null,
      onOrder: '0',
      reserved: '2',
      available: '3',
    })
  })

  it('filters by item and branch', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade)
    const view = await inventory.asOf('2027-03-04T00:00Z')
    expect([...view.levels({ item: 'tea', branch: 'south' })].map(({ onHand }) => onHand)).toEqual(['5'])
    expect([...view.levels({ item: 'none' })]).toEqual([])
  })

  it('totals what its rows sum to, by any grouping', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade)
    const view = await inventory.asOf('2027-03-04T00:00Z')
    expect(view.totals()).toEqual([{ onHand: '18', value: '41', items: 2 }])
    expect(view.totals({ by: ['branch'] })).toEqual([
      { branch: 'north', onHand: '13', value: '31', items: 2 },
      { branch: 'south', onHand: '5', value: '10', items: 1 },
    ])
    expect(view.totals({ by: ['group'] })).toEqual([
      { group: null, onHand: '7', value: '7', items: 1 },
      { group: 'drinks', onHand: '11', value: '34', items: 1 },
    ])
  })

  it('has the attributes of its moment', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade)
    expect((await inventory.asOf('2027-03-01T12:00Z')).item('tea')?.name).toBe('tea')
    expect((await inventory.asOf('2027-03-02T12:00Z')).item('tea')?.name).toBe('Green tea')
    expect((await inventory.asOf('2027-03-02T12:00Z')).item('coffee')).toBeUndefined()
  })

  it('stays what it is while the log grows', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade)
    const view = await inventory.asOf('2027-03-04T00:00Z')
    const later = await inventory.asOf('2027-03-04T00:00Z')
    const digest = view.digest()
    await inventory.record(sold('S0', '2027-03-02T00:00Z', '1', '9'))
    expect(later.digest()).toEqual(digest)
    expect((await inventory.asOf('2027-03-04T00:00Z', { knownThrough: `main.item-tea@4` })).digest()).toEqual(
      digest,
    )
    expect((await inventory.asOf('2027-03-04T00:00Z')).digest()).not.toEqual(digest)
  })

  it('answers what if, and records nothing of it', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade)
    const view = await inventory.asOf('2027-03-04T00:00Z')
    const supposed = view.with([
      received('R9', '2027-03-02T00:00Z', '10', '8'),
      received('R1', '2027-03-02T00:00Z', '1', '5', { item: 'cup' }),
    ])
    expect(supposed.item('tea')?.at('north')?.onHand).toBe('16')
    expect(supposed.item('tea')?.at('north')?.averageCost).toBe('6')
    expect(supposed.item('cup')?.at('north')?.onHand).toBe('1')
    expect(view.item('tea')?.at('north')?.onHand).toBe('6')
    expect((await inventory.head()).events).toBe(trade.length)
  })

  it('gives the same digest on memory and SQLite, whatever the order of recording of other items', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
    const onMemory = openInventory({ log: memoryLog() })
    const onDisk = openInventory({ log: await sqliteLog({ path: path.join(directory, 'inventory.db') }) })
    const past = trade.map((fact) => ({
      ...fact,
      occurredAt: String(fact.occurredAt).replace('2027', '2026'),
    }))
    for (const fact of past) await onMemory.record(fact)
    await onDisk.record(
      past.toSorted(
        (a, b) => Number('item' in b && b.item === 'mug') - Number('item' in a && a.item === 'mug'),
      ),
    )
    const asOf = '2026-03-04T00:00Z'
    expect((await onDisk.asOf(asOf)).digest()).toEqual((await onMemory.asOf(asOf)).digest())
    await onDisk.close()
    rmSync(directory, { recursive: true })
  })

  it('refuses a time without offset and a point nobody recorded', async () => {
    const { inventory } = openTrade()
    await expect(inventory.asOf('2027-03-04')).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_TIME' }),
    )
    await expect(inventory.asOf('2027-03-04T00:00Z', { knownThrough: 'main.item-tea@7' })).rejects.toThrow(
      expect.objectContaining({ code: 'UNKNOWN_KNOWLEDGE_POINT' }),
    )
  })

  it('knows no point at a revision there can be none of', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade)
    for (const revision of [-1, 0.5, Number.NaN, 2 ** 53]) {
      const asking = inventory.asOf('2027-03-04T00:00Z', {
        knownThrough: { stream: 'main.item-tea', revision },
      })
      await expect(asking).rejects.toMatchObject({
        name: 'TidemarkError',
        code: 'UNKNOWN_KNOWLEDGE_POINT',
      })
    }
  })
})

describe('the stock card', () => {
  it('shows every movement with what stood there after it, and corrections at the fact they correct', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      received('R1', '2027-03-01T09:00Z', '10', '4'),
      sold('S1', '2027-03-03T09:00Z', '4', '40'),
      event('ReceiptCostAdjusted', 'C1', '2027-03-05T09:00Z', {
        branch: undefined,
        receipt: 'R1',
        amount: '10',
      }),
      event('StockTransferred', 'T1', '2027-03-06T09:00Z', {
        branch: undefined,
        from: 'north',
        to: 'south',
        quantity: '2',
      }),
    ])
    const card = (await inventory.asOf('2027-03-31T00:00Z')).explain('tea')
    expect(
      card.map(({ id, branch, quantity, onHand, value, averageCost, cost }) => [
        id,
        branch,
        quantity,
        onHand,
        value,
        averageCost,
        cost,
      ]),
    ).toEqual([
      ['R1', 'north', '10', '10', '50', '5', '50'],
      ['S1', 'north', '-4', '6', '30', '5', '20'],
      ['T1', 'north', '-2', '4', '20', '5', '10'],
      ['T1', 'south', '2', '2', '10', '5', '10'],
    ])
    expect(card[0]?.corrections.map(({ id, type }) => [id, type])).toEqual([['C1', 'ReceiptCostAdjusted']])
    const south = (await inventory.asOf('2027-03-31T00:00Z')).explain('tea', 'south')
    expect(south).toHaveLength(1)
  })
})

describe('anomalies', () => {
  const append = (log: ReturnType<typeof openTrade>['log'], id: string, type: string, data: object) =>
    log.append([
      { stream: 'main.item-tea', expectedRevision: 'any', events: [{ id, type, data: { ...data } }] },
    ])

  it('list what a foreign hand put under our prefix, and nothing crashes', async () => {
    const { inventory, log } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4'))
    await append(log, 'X1', 'StockVanished', {})
    await append(log, 'X2', 'StockSold', { quantity: 'many' })
    await append(log, 'X3', 'StockSold', {
      occurredAt: '2027-03-02T00:00:00.000Z',
      item: 'mug',
      branch: 'north',
      quantity: '1',
      netAmount: '1',
    })
    await append(log, 'X4', 'MovementVoided', {
      occurredAt: '2027-03-02T00:00:00.000Z',
      item: 'tea',
      movement: 'R9',
      reason: 'x',
    })
    const anomalies = await inventory.anomalies()
    expect(anomalies.map(({ id, code }) => [id, code])).toEqual([
      ['X1', 'UNKNOWN_TYPE'],
      ['X2', 'MALFORMED_EVENT'],
      ['X3', 'MISPLACED_EVENT'],
      ['X4', 'UNKNOWN_MOVEMENT'],
    ])
    expect(await stockAt(inventory, '2027-03-04T00:00Z')).toBe('10 worth 40')
  })

  it('list corrections that do not fit, and those that name themselves or each other, in closed periods too', async () => {
    const { inventory, log } = openTrade()
    await inventory.record([
      received('R1', '2027-03-01T09:00Z', '10', '4', { lots: [{ lot: 'L', quantity: '10' }] }),
      sold('S1', '2027-03-02T09:00Z', '1', '9'),
    ])
    await inventory.periods.close('2027-03-01T00:00:00.000Z')
    const item = { occurredAt: '2027-03-05T00:00:00.000Z', item: 'tea' }
    await append(log, 'C1', 'ReceiptCostAdjusted', { ...item, receipt: 'S1', amount: '50' })
    await append(log, 'A1', 'MovementAmended', { ...item, movement: 'S1', changes: { unitCost: '5' } })
    await append(log, 'A2', 'MovementAmended', { ...item, movement: 'R1', changes: { quantity: '-3' } })
    await append(log, 'A3', 'MovementAmended', { ...item, movement: 'R1', changes: { quantity: '9' } })
    const far = { occurredAt: '2099-01-01T00:00:00.000Z' }
    await append(log, 'A4', 'MovementAmended', { ...item, movement: 'S1', changes: far })
    await append(log, 'V1', 'MovementVoided', { ...item, movement: 'V1', reason: 'x' })
    await append(log, 'V2', 'MovementVoided', { ...item, movement: 'V3', reason: 'x' })
    await append(log, 'V3', 'MovementVoided', { ...item, movement: 'V2', reason: 'x' })
    const anomalies = await inventory.anomalies()
    expect(anomalies.map(({ id, code }) => [id, code])).toEqual([
      ['C1', 'INVALID_CORRECTION'],
      ['A1', 'INVALID_CORRECTION'],
      ['A2', 'INVALID_CORRECTION'],
      ['A3', 'INVALID_CORRECTION'],
      ['A4', 'FROM_THE_FUTURE'],
      ['V1', 'UNKNOWN_MOVEMENT'],
      ['V2', 'UNKNOWN_MOVEMENT'],
    ])
    await inventory.record(sold('S2', '2027-03-06T00:00Z', '1', '9'))
    const then = await inventory.asOf('2027-03-31T00:00Z', { knownThrough: '2027-01-01T00:00Z' })
    const now = await inventory.asOf('2027-03-31T00:00Z')
    const behind = inventory
      .compare(then, now)
      .movements('late-quantity')
      .map(({ id }) => id)
    expect(behind).toContain('S2')
  })

  it('list what the fold found odd, with its position', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      sold('S1', '2027-03-03T09:00Z', '1', '9'),
      event('StockReturnedByCustomer', 'B1', '2027-03-04T09:00Z', {
        quantity: '2',
        netAmount: '18',
        sale: 'S1',
      }),
    ])
    expect(await inventory.anomalies()).toEqual([
      expect.objectContaining({ code: 'RETURN_EXCEEDS_SALE', id: 'B1', position: 2 }),
    ])
  })
})
