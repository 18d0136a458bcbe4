import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type EventLog, memoryLog, sqliteLog } from '@tidemark/log'
import { describe, expect, it } from 'vitest'
import {
  type EventType,
  type InventoryEventInput,
  openInventory,
  TidemarkError,
  type TidemarkErrorCode,
} from '../src/index.ts'
import { event, openTrade, received, sold, stockAt } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

describe('a host without types', () => {
  it('hears of a log that was not awaited, and of types of events there are none of', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
    const opening = sqliteLog({ path: path.join(folder, 'log.db') })
    const log = opening as unknown as EventLog
    expect(() => openInventory({ log })).toThrow(code('INVALID_ARGUMENT'))
    await (await opening).close()
    rmSync(folder, { recursive: true })
    const { inventory } = openTrade()
    const checkpoint = { load: async () => undefined, save: async () => {} }
    const misspelt = { checkpoint, types: ['Sold' as EventType], handle: () => {} }
    await expect(inventory.processEvents(misspelt)).rejects.toThrow(code('INVALID_ARGUMENT'))
  })
})

describe('recording', () => {
  it('is seen by a view asked for afterwards', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    expect(await stockAt(inventory, '2027-03-01T09:00Z')).toBe('10 worth 45')
    expect(await stockAt(inventory, '2027-03-01T08:59:59.999Z')).toBe('nothing')
  })

  it('is the same fact twice when id and content are equal, however they are written', async () => {
    const { inventory } = openTrade()
    const [first] = await inventory.record(received('R1', '2027-03-01T09:00:00Z', '10', '4.50'))
    const [again] = await inventory.record(received('R1', '2027-03-01T10:00+01:00', '10.0', '4.5'))
    expect(again).toEqual({ ...first, alreadyRecorded: true })
    expect((await inventory.head()).events).toBe(1)
  })

  it('refuses the same id with other content', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    const other = inventory.record(received('R1', '2027-03-01T09:00Z', '11', '4.50'))
    await expect(other).rejects.toThrow(code('MOVEMENT_CONFLICT'))
  })

  it('says in which fields another event of the same id differs', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    const conflict = async (other: InventoryEventInput) => {
      const refused = { code: 'MOVEMENT_CONFLICT', details: { fields: expect.anything() } }
      const error: unknown = await inventory.record(other).catch((error: unknown) => error)
      expect(error).toMatchObject(refused)
      return error instanceof TidemarkError ? error.details.fields : []
    }
    const later = received('R1', '2027-03-01T09:01Z', '10.0', '4.5', { note: 'late' })
    expect(await conflict(later)).toEqual(['note', 'occurredAt'])
    expect(await conflict(sold('R1', '2027-03-01T09:00Z', '10', '9'))).toEqual(['type'])
    const forKim = inventory.as({ id: 'kim', permissions: ['inventory.write'] })
    const byKim = forKim.record(received('R1', '2027-03-01T09:00Z', '11', '4.50'))
    await expect(byKim).rejects.toMatchObject({ details: { fields: ['quantity'] } })
  })

  it('says of several events which one is none', async () => {
    const { inventory } = openTrade()
    const [good, bad] = [
      sold('S1', '2027-03-01T09:00Z', '1', '9'),
      sold('S2', '2027-03-01T09:00Z', 'one', '9'),
    ]
    await expect(inventory.record([good, bad])).rejects.toMatchObject({
      code: 'NOT_A_NUMBER',
      field: 'quantity',
      index: 1,
      message: expect.stringMatching(/^event 2: StockSold\.quantity \(one\): /),
    })
    await expect(inventory.record(bad)).rejects.toMatchObject({ code: 'NOT_A_NUMBER', index: null })
    await expect(inventory.refusals([good, bad])).rejects.toMatchObject({ index: 1 })
    expect((await inventory.head()).events).toBe(0)
  })

  it('ahead of the clock is refused with what the clock says', async () => {
    const { inventory, clock } = openTrade({ futureTolerance: 60_000 })
    const early = sold('S1', '2027-12-31T00:01:00.001Z', '1', '9')
    await expect(inventory.record(early)).rejects.toMatchObject({
      code: 'FROM_THE_FUTURE',
      message: expect.stringContaining('the clock says 2027-12-31T00:00:00'),
      details: { id: 'S1', occurredAt: clock.now + 60_001, now: clock.now, futureTolerance: 60_000 },
    })
  })

  it('that waits behind another one ends at once when it is aborted, and records nothing', async () => {
    const log = memoryLog()
    const { promise: mayAppend, resolve: letAppend } = Promise.withResolvers<void>()
    const append: typeof log.append = async (batch, options) => {
      await mayAppend
      return log.append(batch, options)
    }
    const { inventory } = openTrade({ log: { ...log, append } })
    const first = inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    const stop = new AbortController()
    const second = inventory.record(sold('S1', '2027-03-02T09:00Z', '1', '9'), { signal: stop.signal })
    const reason = new Error('the till was closed')
    stop.abort(reason)
    await expect(second).rejects.toBe(reason)
    letAppend()
    await first
    expect((await inventory.head()).events).toBe(1)
  })

  it('lets two items use the same id', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      received('R1', '2027-03-01T09:00Z', '10', '4.50'),
      received('R1', '2027-03-01T09:00Z', '3', '1', { item: 'mug' }),
    ])
    expect((await inventory.head()).events).toBe(2)
  })

  it('takes a fact that a batch holds twice once', async () => {
    const { inventory } = openTrade()
    const sale = sold('S1', '2027-03-02T09:00Z', '1', '9')
    const [first, second] = await inventory.record([sale, sale])
    expect(second).toEqual({ ...first, alreadyRecorded: true })
    expect((await inventory.head()).events).toBe(1)
  })

  it('is told beforehand what would be refused, and leaves nothing in the log', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    const refusals = await inventory.refusals([
      received('R1', '2027-03-01T09:00Z', '10', '4.50'),
      received('R1', '2027-03-01T09:00Z', '11', '4.50'),
      sold('S1', '2030-01-01T00:00Z', '1', '9'),
      sold('S2', '2027-03-02T00:00Z', '1', '9'),
    ])
    expect(refusals).toEqual([null, code('MOVEMENT_CONFLICT'), code('FROM_THE_FUTURE'), null])
    const codes: readonly (TidemarkErrorCode | undefined)[] = refusals.map((refusal) => refusal?.code)
    expect(codes).toEqual([undefined, 'MOVEMENT_CONFLICT', 'FROM_THE_FUTURE', undefined])
    expect((await inventory.head()).events).toBe(1)
  })

  it('records nothing of a batch in which one is refused', async () => {
    const { inventory } = openTrade()
    const batch = [
      received('R1', '2027-03-01T09:00Z', '10', '4.50'),
      sold('S1', '2030-01-01T00:00Z', '1', '9'),
    ]
    await expect(inventory.record(batch)).rejects.toThrow(code('FROM_THE_FUTURE'))
    expect((await inventory.head()).events).toBe(0)
  })

  it('gives the lines of a document ids by which a half-written one is completed', async () => {
    const { inventory } = openTrade()
    const line = (item: string) =>
      ({
        type: 'StockSold',
        occurredAt: '2027-03-02T09:00Z',
        item,
        branch: 'north',
        quantity: '1',
        netAmount: '9',
      }) as const
    await inventory.recordDocument('INV-7', [line('tea')])
    const results = await inventory.recordDocument('INV-7', [line('tea'), line('mug')])
    expect(results.map(({ id, alreadyRecorded }) => [id, alreadyRecorded])).toEqual([
      ['INV-7/1', true],
      ['INV-7/2', false],
    ])
  })

  it('decides "already recorded" before every later refusal', async () => {
    const { inventory } = openTrade()
    const sale = sold('S1', '2027-03-02T09:00Z', '1', '9')
    await inventory.record(sale)
    await inventory.record(
      event('PeriodClosed', 'P1', '2027-04-02T09:00Z', {
        item: undefined,
        branch: undefined,
        through: '2027-03-31T23:59:59.999Z',
      }),
    )
    const [again] = await inventory.record(sale)
    expect(again?.alreadyRecorded).toBe(true)
  })

  it('by many writers at once loses and doubles nothing', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
    const logs = await Promise.all(
      [1, 2, 3].map(() => sqliteLog({ path: path.join(directory, 'shared.db') })),
    )
    const writers = logs.map((log) => openInventory({ log }))
    const writes = writers.flatMap((inventory, writer) =>
      Array.from({ length: 20 }, (_, n) =>
        inventory.record(sold(`S${writer}/${n}`, '2026-03-02T09:00Z', '1', '9')),
      ),
    )
    await Promise.all(writes)
    expect(await stockAt(openInventory({ log: logs[0] ?? memoryLog() }), '2026-03-03T00:00Z')).toBe(
      '-60 worth 0',
    )
    for (const log of logs) await log.close()
    rmSync(directory, { recursive: true })
  })

  it('keeps workspaces in one log apart', async () => {
    const log = memoryLog()
    const mine = openInventory({ log, workspace: 'mine' })
    const yours = openInventory({ log, workspace: 'yours' })
    await mine.record(received('R1', '2026-03-01T09:00Z', '10', '4.50'))
    expect((await yours.now()).totals()).toEqual([{ onHand: '0', value: '0', items: 0 }])
    expect((await yours.head()).events).toBe(0)
  })

  it('refuses a workspace with a dot in its name', () => {
    expect(() => openInventory({ log: memoryLog(), workspace: 'a.b' })).toThrow(code('INVALID_WORKSPACE'))
  })
})

describe('a correction', () => {
  it('of nothing is refused', async () => {
    const { inventory } = openTrade()
    const correction = event('MovementVoided', 'V1', '2027-03-03T00:00Z', {
      branch: undefined,
      movement: 'R9',
      reason: 'typo',
    })
    await expect(inventory.record(correction)).rejects.toThrow(code('UNKNOWN_MOVEMENT'))
  })

  it('that names a movement of another item is refused', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    const correction = event('MovementVoided', 'V1', '2027-03-03T00:00Z', {
      item: 'mug',
      branch: undefined,
      movement: 'R1',
      reason: 'typo',
    })
    await expect(inventory.record(correction)).rejects.toThrow(code('UNKNOWN_MOVEMENT'))
  })

  it('may name a movement that comes before it in the batch, but none that comes after', async () => {
    const { inventory } = openTrade()
    const voided = (movement: string) =>
      event('MovementVoided', `V-${movement}`, '2027-03-03T00:00Z', {
        branch: undefined,
        movement,
        reason: 'typo',
      })
    await inventory.record([received('R1', '2027-03-01T09:00Z', '10', '4.50'), voided('R1')])
    expect(await stockAt(inventory, '2027-03-04T00:00Z')).toBe('nothing')
    const tooEarly = inventory.record([voided('R2'), received('R2', '2027-03-01T09:00Z', '1', '1')])
    await expect(tooEarly).rejects.toThrow(code('UNKNOWN_MOVEMENT'))
  })

  it('of a kind the movement cannot take is refused', async () => {
    const { inventory } = openTrade()
    await inventory.record(sold('S1', '2027-03-01T09:00Z', '10', '4.50'))
    const amended = event('MovementAmended', 'A1', '2027-03-03T00:00Z', {
      branch: undefined,
      movement: 'S1',
      changes: { totalCost: '3' },
    })
    await expect(inventory.record(amended)).rejects.toThrow(code('INVALID_CORRECTION'))
    const charge = event('ReceiptCostAdjusted', 'C1', '2027-03-03T00:00Z', {
      branch: undefined,
      receipt: 'S1',
      amount: '3',
    })
    await expect(inventory.record(charge)).rejects.toThrow(code('INVALID_CORRECTION'))
  })
})

describe('a closed period', () => {
  const company = { item: undefined, branch: undefined }
  const closed = () =>
    event('PeriodClosed', 'P1', '2027-04-02T00:00Z', { ...company, through: '2027-03-31T23:59:59.999Z' })

  it('refuses movements at or before its instant and takes later ones', async () => {
    const { inventory } = openTrade()
    await inventory.record(closed())
    await expect(inventory.record(sold('S1', '2027-03-31T23:59:59.999Z', '1', '9'))).rejects.toThrow(
      code('PERIOD_CLOSED'),
    )
    await expect(inventory.record(sold('S2', '2027-04-01T00:00Z', '1', '9'))).resolves.toHaveLength(1)
  })

  it('refuses a correction of what lies in it, also by way of another correction', async () => {
    const { inventory } = openTrade()
    const correcting = { branch: undefined }
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    await inventory.record(
      event('MovementVoided', 'V1', '2027-04-01T12:00Z', { ...correcting, movement: 'R1', reason: 'typo' }),
    )
    await inventory.record(closed())
    const charge = event('ReceiptCostAdjusted', 'C1', '2027-04-05T00:00Z', {
      ...correcting,
      receipt: 'R1',
      amount: '3',
    })
    await expect(inventory.record(charge)).rejects.toThrow(code('PERIOD_CLOSED'))
    const revived = event('MovementVoided', 'V2', '2027-04-05T00:00Z', {
      ...correcting,
      movement: 'V1',
      reason: 'was right',
    })
    await expect(inventory.record(revived)).rejects.toThrow(code('PERIOD_CLOSED'))
  })

  it('refuses a correction that would move a later fact into it', async () => {
    const { inventory } = openTrade()
    await inventory.record([received('R1', '2027-04-01T09:00Z', '10', '4.50'), closed()])
    const moved = event('MovementAmended', 'A1', '2027-04-05T00:00Z', {
      branch: undefined,
      movement: 'R1',
      changes: { occurredAt: '2027-03-30T00:00Z' },
    })
    await expect(inventory.record(moved)).rejects.toThrow(code('PERIOD_CLOSED'))
  })

  it("lets in what says late: 'accept', and the flag stays on the fact", async () => {
    const { inventory, log } = openTrade()
    await inventory.record(closed())
    await inventory.record(sold('S1', '2027-03-15T00:00Z', '1', '9', { late: 'accept' }))
    const [stored] = await log.find('main.item-tea', ['S1'])
    expect(stored?.data?.late).toBe('accept')
    expect(await inventory.anomalies()).toEqual([])
  })

  it('is open again after a reopening', async () => {
    const { inventory } = openTrade()
    await inventory.record(closed())
    await inventory.record(
      event('PeriodReopened', 'P2', '2027-04-03T00:00Z', { ...company, through: '2027-02-28T23:59:59.999Z' }),
    )
    await expect(inventory.record(sold('S1', '2027-03-15T00:00Z', '1', '9'))).resolves.toHaveLength(1)
    await expect(inventory.record(sold('S2', '2027-02-15T00:00Z', '1', '9'))).rejects.toThrow(
      code('PERIOD_CLOSED'),
    )
  })

  it('lists an entry that slipped in through another program', async () => {
    const { inventory, log } = openTrade()
    await inventory.record(closed())
    const data = {
      occurredAt: '2027-03-15T00:00:00.000Z',
      item: 'tea',
      branch: 'north',
      quantity: '1',
      netAmount: '9',
    }
    await log.append([
      { stream: 'main.item-tea', expectedRevision: -1, events: [{ id: 'S1', type: 'StockSold', data }] },
    ])
    expect(await inventory.anomalies()).toEqual([
      expect.objectContaining({ code: 'PERIOD_CLOSED', id: 'S1' }),
    ])
  })
})

describe('with negativeStock: refuse', () => {
  const policy = (id: string, at: string, negativeStock: 'refuse' | 'allow') =>
    event('CostingPolicySet', id, at, { item: undefined, branch: undefined, negativeStock })

  it('a sale beyond what is on hand is refused', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      policy('C1', '2027-01-01T00:00Z', 'refuse'),
      received('R1', '2027-03-01T09:00Z', '10', '4.50'),
    ])
    await expect(inventory.record(sold('S1', '2027-03-02T00:00Z', '11', '9'))).rejects.toThrow(
      code('INSUFFICIENT_STOCK'),
    )
    await expect(inventory.record(sold('S2', '2027-03-02T00:00Z', '10', '9'))).resolves.toHaveLength(1)
  })

  it('a late sale that would leave too little for a later one is refused', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      policy('C1', '2027-01-01T00:00Z', 'refuse'),
      received('R1', '2027-03-01T09:00Z', '10', '4.50'),
      sold('S1', '2027-03-05T00:00Z', '8', '9'),
    ])
    await expect(inventory.record(sold('S2', '2027-03-02T00:00Z', '3', '9'))).rejects.toThrow(
      code('INSUFFICIENT_STOCK'),
    )
  })

  it('a correction that takes away what was sold is refused', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      policy('C1', '2027-01-01T00:00Z', 'refuse'),
      received('R1', '2027-03-01T09:00Z', '10', '4.50'),
      sold('S1', '2027-03-05T00:00Z', '8', '9'),
    ])
    const voided = event('MovementVoided', 'V1', '2027-03-06T00:00Z', {
      branch: undefined,
      movement: 'R1',
      reason: 'typo',
    })
    await expect(inventory.record(voided)).rejects.toThrow(code('INSUFFICIENT_STOCK'))
  })

  it('a late sale that leaves too little where the policy begins is refused, and so is a void', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      received('R1', '2027-01-05T00:00Z', '5', '1'),
      received('R2', '2027-01-06T00:00Z', '4', '1'),
      sold('S1', '2027-01-20T00:00Z', '5', '9'),
      policy('C1', '2027-03-01T00:00Z', 'refuse'),
    ])
    const shortOn = (at: string) =>
      expect.objectContaining({
        code: 'INSUFFICIENT_STOCK',
        details: expect.objectContaining({ at: Date.parse(at) }),
      })
    const sale = sold('S2', '2027-01-10T00:00Z', '6', '9')
    await expect(inventory.record(sale)).rejects.toThrow(shortOn('2027-03-01T00:00Z'))
    const voided = { branch: undefined, movement: 'R1', reason: 'typo' }
    const toVoid = event('MovementVoided', 'V1', '2027-03-02T00:00Z', voided)
    await expect(inventory.record(toVoid)).rejects.toThrow(shortOn('2027-03-01T00:00Z'))
  })

  it('a void of what keeps an earlier shortage from lasting is refused', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      sold('S1', '2027-02-10T00:00Z', '3', '9'),
      policy('C1', '2027-03-01T00:00Z', 'refuse'),
      received('R1', '2027-04-05T00:00Z', '10', '1'),
    ])
    const voided = { branch: undefined, movement: 'R1', reason: 'typo' }
    const toVoid = event('MovementVoided', 'V1', '2027-05-01T00:00Z', voided)
    await expect(inventory.record(toVoid)).rejects.toThrow(code('INSUFFICIENT_STOCK'))
  })

  it('a receipt that lessens an earlier shortage is taken, and so is a sale while the policy allows it', async () => {
    const { inventory } = openTrade()
    await inventory.record(sold('S1', '2027-02-01T00:00Z', '5', '9'))
    await inventory.record(policy('C1', '2027-03-01T00:00Z', 'refuse'))
    await expect(inventory.record(received('R1', '2027-03-02T00:00Z', '2', '1'))).resolves.toHaveLength(1)
  })
})

describe('quantity tracking', () => {
  it('is not switched off while goods are on hand', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    const off = event('ItemDefined', 'D1', '2027-03-02T00:00Z', { branch: undefined, tracksQuantity: false })
    await expect(inventory.record(off)).rejects.toThrow(code('TRACKING_WITH_STOCK'))
    await inventory.record(sold('S1', '2027-03-01T10:00Z', '10', '50'))
    await expect(inventory.record(off)).resolves.toHaveLength(1)
  })
})
