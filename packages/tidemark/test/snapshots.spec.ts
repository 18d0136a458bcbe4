import { describe, expect, it } from 'vitest'
import { event, openTrade, received, sold } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

describe('a snapshot', () => {
  it('freezes an instant as known when it was taken', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      received('R1', '2027-03-01T09:00Z', '10', '4'),
      sold('S1', '2027-03-20T09:00Z', '4', '40'),
    ])
    const snapshot = await inventory.snapshots.create({
      name: 'Month-End March 2027',
      asOf: '2027-03-31T23:59:59.999Z',
    })
    expect(snapshot).toMatchObject({
      name: 'Month-End March 2027',
      description: null,
      knownThrough: { stream: 'main.item-tea', revision: 1 },
      totals: { onHand: '6', value: '24', items: 1 },
      cause: { kind: 'manual' },
      discarded: null,
    })
    await inventory.record(sold('S2', '2027-03-25T09:00Z', '1', '10'))
    const view = await inventory.snapshots.read(snapshot.id)
    expect(view.totals()).toEqual([{ onHand: '6', value: '24', items: 1 }])
    expect(view.digest().digest).toBe(snapshot.digest)
    expect(await inventory.snapshots.verify(snapshot.id)).toMatchObject({ ok: true, buckets: [], items: [] })
  })

  it('are verified, and looked through for drift, no further than somebody waits for it', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50'))
    await inventory.snapshots.create({ id: 'march' })
    const signal = AbortSignal.abort(new Error('nobody waits'))
    await expect(inventory.snapshots.verify('march', { signal })).rejects.toThrow('nobody waits')
    await expect(inventory.snapshots.drift('march', { signal })).rejects.toThrow('nobody waits')
  })

  it('of which the log no longer tells the same names the buckets and items that differ', async () => {
    const { inventory, log } = openTrade()
    await inventory.record([
      received('R1', '2027-03-01T09:00Z', '10', '4'),
      received('R1', '2027-03-01T09:00Z', '1', '1', { item: 'mug' }),
    ])
    const { id, ...frozen } = await inventory.snapshots.create({ asOf: '2027-03-31T00:00Z' })
    const [stored] = await log.find(`main.snapshot-${id}`, [`taken/${id}`])
    const buckets = frozen.buckets.map((bucket) => (bucket === '0'.repeat(16) ? bucket : bucket))
    const tampered = {
      ...stored?.data,
      snapshot: 'tampered',
      digest: 'f'.repeat(64),
      buckets: buckets.with(0, 'f'.repeat(16)),
    }
    await log.append([
      {
        stream: 'main.snapshot-tampered',
        expectedRevision: -1,
        events: [{ id: 'taken/tampered', type: 'SnapshotTaken', data: tampered }],
      },
    ])
    expect(await inventory.snapshots.verify('tampered')).toMatchObject({ ok: false, buckets: [0] })
  })

  it('that a host records itself is a claim like any other, which a replay refutes', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4'))
    const { id, buckets, format, totals } = await inventory.snapshots.create({ asOf: '2027-03-31T00:00Z' })
    const claim = event('SnapshotTaken', 'taken/claimed', '2027-03-31T00:00Z', {
      item: undefined,
      branch: undefined,
      snapshot: 'claimed',
      name: 'claimed',
      asOf: '2027-03-31T00:00Z',
      knownThrough: { stream: 'main.item-tea', revision: 0 },
      format,
      buckets,
      totals,
      digest: 'a'.repeat(64),
      cause: { kind: 'manual' },
    })
    await inventory.record(claim)
    const proofs = await Promise.all([id, 'claimed'].map((one) => inventory.snapshots.verify(one)))
    expect(proofs.map(({ ok }) => ok)).toEqual([true, false])
  })

  it('of the future is refused, and one of nothing too', async () => {
    const { inventory } = openTrade()
    await expect(inventory.snapshots.create({ asOf: '2028-01-01T00:00Z' })).rejects.toThrow(
      code('SNAPSHOT_IN_THE_FUTURE'),
    )
    await expect(inventory.snapshots.create()).rejects.toThrow(code('NOTHING_KNOWN'))
  })

  it('taken twice under one id is taken once', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4'))
    const first = await inventory.snapshots.create({ id: 'march', asOf: '2027-03-31T00:00Z' })
    await inventory.record(sold('S1', '2027-03-20T09:00Z', '4', '40'))
    expect(await inventory.snapshots.create({ id: 'march', asOf: '2027-03-31T00:00Z' })).toEqual(first)
    const other = inventory.snapshots.create({ id: 'march', asOf: '2027-04-30T00:00Z' })
    await expect(other).rejects.toThrow(code('SNAPSHOT_EXISTS'))
  })

  it('can be described and discarded, and stays listed', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4'))
    await inventory.snapshots.create({ id: 'a', asOf: '2027-03-31T00:00Z' })
    await inventory.snapshots.create({ id: 'b', asOf: '2027-04-30T00:00Z', name: 'April' })
    await inventory.snapshots.describe('a', { name: 'March', description: 'as filed' })
    await inventory.snapshots.discard('a', { reason: 'wrong branch' })
    await inventory.snapshots.discard('a', { reason: 'again' })
    const list = await inventory.snapshots.list()
    expect(list.map(({ id, name, discarded }) => [id, name, discarded?.reason ?? null])).toEqual([
      ['b', 'April', null],
      ['a', 'March', 'wrong branch'],
    ])
    expect((await inventory.snapshots.list({ text: 'FILED' })).map(({ id }) => id)).toEqual(['a'])
    await expect(inventory.snapshots.find('c')).rejects.toThrow(code('UNKNOWN_SNAPSHOT'))
  })
})

describe('a comparison', () => {
  const D = [
    received('R1', '2027-01-10T12:00Z', '10', '10'),
    sold('S1', '2027-01-20T12:00Z', '4', '80'),
  ] as const
  const charge = event('ReceiptCostAdjusted', 'C1', '2027-02-03T12:00Z', {
    branch: undefined,
    receipt: 'R1',
    amount: '20',
  })
  const back = event('StockReturnedByCustomer', 'B1', '2027-02-05T12:00Z', {
    quantity: '1',
    netAmount: '20',
    sale: 'S1',
  })
  const figures = (lines: readonly { kind: string; quantity: string; value: string }[]) =>
    lines.map(({ kind, quantity, value }) => [kind, quantity, value])

  it('bridges worked example D: 60 + late cost 12 + return 12 = 84', async () => {
    const { inventory } = openTrade()
    await inventory.record(D)
    const january = await inventory.snapshots.create({ asOf: '2027-01-31T23:59:59.999Z' })
    await inventory.record([charge, back])
    const from = await inventory.snapshots.read(january.id)
    const comparison = inventory.compare(from, await inventory.asOf('2027-02-05T23:59Z'))
    expect(figures(comparison.bridge)).toEqual([
      ['opening', '6', '60'],
      ['late-cost', '0', '12'],
      ['customer-return', '1', '12'],
      ['closing', '7', '84'],
    ])
    expect(comparison.rows).toEqual([
      { item: 'tea', branch: 'north', onHand: ['6', '7'], value: ['60', '84'], presence: 'both' },
    ])
  })

  it('bridges it with charges that act when they arrive: 60 + charge 12 + return 10 = 82, variance 8', async () => {
    const { inventory } = openTrade()
    const policy = event('CostingPolicySet', 'P1', '2027-01-01T00:00Z', {
      item: undefined,
      branch: undefined,
      lateChargeEffect: 'arrival',
    })
    await inventory.record([policy, ...D])
    const january = await inventory.snapshots.create({ asOf: '2027-01-31T23:59:59.999Z' })
    await inventory.record([charge, back])
    const from = await inventory.snapshots.read(january.id)
    const comparison = inventory.compare(from, await inventory.asOf('2027-02-05T23:59Z'))
    expect(figures(comparison.bridge)).toEqual([
      ['opening', '6', '60'],
      ['late-charge', '0', '12'],
      ['customer-return', '1', '10'],
      ['closing', '7', '82'],
    ])
    expect(comparison.memo).toEqual([{ line: 'Cost variance', kind: 'cost-variance', value: '8' }])
  })

  it('tells late quantities from late costs, and new rows from vanished ones', async () => {
    const { inventory } = openTrade()
    await inventory.record([...D, received('R9', '2027-01-11T12:00Z', '1', '1', { item: 'cup' })])
    const from = await inventory.asOf('2027-01-31T23:59:59.999Z')
    await inventory.record([
      received('R0', '2027-01-05T12:00Z', '2', '16'),
      charge,
      event('MovementVoided', 'V9', '2027-02-01T12:00Z', {
        item: 'cup',
        branch: undefined,
        movement: 'R9',
        reason: 'typo',
      }),
      received('R2', '2027-02-02T12:00Z', '3', '5', { item: 'mug' }),
    ])
    const comparison = inventory.compare(from, await inventory.asOf('2027-02-28T00:00Z'))
    expect(figures(comparison.bridge)).toEqual([
      ['opening', '7', '61'],
      ['late-quantity', '1', '27'],
      ['late-cost', '0', '13.333333'],
      ['receipt', '3', '15'],
      ['closing', '11', '116.333333'],
    ])
    expect(comparison.rows.map(({ item, presence }) => [item, presence])).toEqual([
      ['cup', 'vanished'],
      ['mug', 'new'],
      ['tea', 'both'],
    ])
  })

  it('bridges to what would be, too', async () => {
    const { inventory } = openTrade()
    await inventory.record(D)
    const from = await inventory.asOf('2027-01-15T00:00Z')
    const supposed = (await inventory.asOf('2027-01-31T00:00Z'))
      .with([charge])
      .with([back, sold('S0', '2027-01-12T00:00Z', '1', '20')])
    await inventory.record(sold('S9', '2027-01-13T00:00Z', '1', '20'))
    expect(figures(inventory.compare(from, supposed).bridge)).toEqual([
      ['opening', '10', '100'],
      ['late-quantity', '-1', '-10'],
      ['late-cost', '0', '18'],
      ['sale', '-4', '-48'],
      ['closing', '5', '60'],
    ])
  })

  it('goes forward in time only', async () => {
    const { inventory } = openTrade()
    await inventory.record(D)
    const early = await inventory.asOf('2027-01-15T00:00Z')
    const late = await inventory.asOf('2027-01-25T00:00Z')
    expect(() => inventory.compare(late, early)).toThrow(code('WRONG_ORDER'))
  })
})
