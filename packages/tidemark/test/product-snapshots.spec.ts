import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { endOfMonth } from '../src/index.ts'
import { collected, event, openTrade, received, sold } from './trade.ts'

const monthEnd = (month: string) => endOfMonth('UTC', month)

/** Three months of two products at two locations, with lots, channels and an archive. */
async function shop() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { inventory, log, clock } = openTrade({ archive: { folder } })
  const clerk = inventory.as({ id: 'kim', permissions: ['inventory.write'] })
  await clerk.record([
    received('R1', '2027-01-05T09:00Z', '10', '4'),
    received('R2', '2027-01-06T09:00Z', '6', '4', { branch: 'south' }),
    received('R1', '2027-01-07T09:00Z', '8', '1', {
      item: 'milk',
      lots: [
        { lot: 'A7', quantity: '5', expiresOn: '2027-04-30' },
        { lot: 'B1', quantity: '2', expiresOn: '2027-05-31' },
      ],
    }),
    event('ChannelStockAllocated', 'A1', '2027-01-08T09:00Z', { channel: 'web', quantity: '3' }),
    sold('S1', '2027-02-10T09:00Z', '4', '30'),
    sold('S2', '2027-03-11T09:00Z', '2', '16', { branch: 'south' }),
  ])
  return { inventory, log, clock }
}

describe('what is asked of snapshots', () => {
  it('create: name and description (optional), date and time', async () => {
    const { inventory } = await shop()
    const asOf = '2027-01-31T12:34:56.789Z'
    const full = await inventory.snapshots.create({ name: 'Stocktake', description: 'for the bank', asOf })
    expect(full).toMatchObject({ name: 'Stocktake', description: 'for the bank', asOf: Date.parse(asOf) })
    const bare = await inventory.snapshots.create()
    expect(bare).toMatchObject({ name: 'Snapshot 2027-12-31T00:00:00.000Z', description: null })
    expect(bare.cause).toEqual({ kind: 'manual' })
  })

  it('manually, scheduled (month-end, quarter-end), event-based', async () => {
    const { inventory, clock } = await shop()
    const { schedules, triggers } = inventory.snapshots
    await inventory.snapshots.create({ name: 'by hand', asOf: '2027-02-01T00:00Z' })
    const from = '2027-01-15T00:00Z'
    await schedules.set('months', { every: 'month-end', timeZone: 'Europe/London', from })
    await schedules.set('quarters', { every: 'quarter-end', timeZone: 'Europe/London', from })
    await triggers.set('sold out', { when: 'stock-out', template: '[Trigger]: [Item] at [Branch]' })
    clock.now = Date.parse('2027-12-31T12:00Z')
    await inventory.record(sold('S9', '2027-12-31T09:00Z', '4', '30', { branch: 'south' }))
    await inventory.run({ once: true })
    const all = (await inventory.snapshots.list({ to: '2027-04-30T12:00Z' })).concat(
      await inventory.snapshots.list({ from: '2027-12-31T00:00Z' }),
    )
    const told = all.map(
      ({ name, asOf, cause: { kind } }) => `${new Date(asOf).toISOString()} ${kind} ${name}`,
    )
    expect(told.sort()).toEqual([
      '2027-01-31T23:59:59.999Z schedule Month-End January 2027',
      '2027-02-01T00:00:00.000Z manual by hand',
      '2027-02-28T23:59:59.999Z schedule Month-End February 2027',
      '2027-03-31T22:59:59.999Z schedule Month-End March 2027',
      '2027-03-31T22:59:59.999Z schedule Quarter-End Q1 2027',
      '2027-12-31T09:00:00.000Z trigger sold out: tea at south',
    ])
  })

  it('month-end workflow, name "Month-End [Month] [Year]"', async () => {
    const { inventory, clock } = await shop()
    await inventory.snapshots.schedules.set('books', { every: 'month-end', timeZone: 'America/New_York' })
    clock.now = Date.parse('2028-01-01T05:00Z')
    await inventory.run({ once: true })
    const [taken] = await inventory.snapshots.list()
    expect(taken).toMatchObject({
      name: 'Month-End December 2027',
      asOf: endOfMonth('America/New_York', '2027-12'),
      cause: { kind: 'schedule', schedule: 'books', boundary: expect.anything() },
    })
    const id = taken?.id ?? ''
    expect(await inventory.snapshots.verify(id)).toMatchObject({ ok: true, archive: 'whole' })
    // The month is closed; what comes late is refused, or let in and seen.
    await inventory.periods.close(taken?.asOf ?? 0, { actor: 'vera' })
    const late = sold('S9', '2027-12-30T09:00Z', '1', '8')
    await expect(inventory.record(late)).rejects.toMatchObject({ code: 'PERIOD_CLOSED' })
    await inventory.record({ ...late, late: 'accept' })
    expect((await inventory.periods.list()).lateEntries.map(({ id }) => id)).toEqual(['S9'])
    const { rows } = await inventory.snapshots.drift(id)
    expect(rows.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['S9']])
    expect(await inventory.snapshots.verify(id)).toMatchObject({ ok: true })
  })

  it('list, select, view levels at that point', async () => {
    const { inventory } = await shop()
    await inventory.snapshots.create({ id: 'jan', asOf: monthEnd('2027-01') })
    await inventory.snapshots.create({ id: 'feb', asOf: monthEnd('2027-02') })
    const [newest, oldest] = await inventory.snapshots.list()
    expect([newest?.id, oldest?.id]).toEqual(['feb', 'jan'])
    const levels = async (id = '') => [
      ...(await inventory.snapshots.read(id)).levels({ item: 'tea', branch: 'north' }),
    ]
    expect((await levels(oldest?.id)).map(({ onHand, value }) => [onHand, value])).toEqual([['10', '40']])
    expect((await levels(newest?.id)).map(({ onHand, value }) => [onHand, value])).toEqual([['6', '24']])
  })

  it('compare two or more, review changes', async () => {
    const { inventory } = await shop()
    const at = (month: string) => inventory.asOf(monthEnd(month))
    const comparison = inventory.compare(await at('2027-01'), await at('2027-02'), await at('2027-03'))
    const south = comparison.matrix().rows.find(({ branch }) => branch === 'south')
    expect(south?.onHand).toEqual({
      amounts: ['6', '6', '4'],
      changes: [
        { by: '0', percent: '0' },
        { by: '-2', percent: '-33.333333' },
      ],
      overall: { by: '-2', percent: '-33.333333' },
    })
    expect(comparison.movements('sale').map(({ id }) => id)).toEqual(['S1', 'S2'])
  })

  it('details: date and time; quantity on hand per product and location; location breakdown; channel allocation; lot numbers and expiration dates', async () => {
    const { inventory } = await shop()
    const { id } = await inventory.snapshots.create({ asOf: monthEnd('2027-03') })
    const view = await inventory.snapshots.read(id)
    expect(view.asOf).toBe('2027-03-31T23:59:59.999Z')
    expect([...view.levels()].map(({ item, branch, onHand }) => [item, branch, onHand])).toEqual([
      ['milk', 'north', '8'],
      ['tea', 'north', '6'],
      ['tea', 'south', '4'],
    ])
    expect(view.totals({ by: ['branch'] }).map(({ branch, onHand }) => [branch, onHand])).toEqual([
      ['north', '14'],
      ['south', '4'],
    ])
    const allocated: unknown[] = []
    view.stock.records('tea')?.channel.each((_key, channel) => {
      allocated.push([channel.branch, channel.channel, channel.allocated])
    })
    expect(allocated).toEqual([['north', 'web', 3_000_000n]])
    const lots: unknown[] = []
    view.stock.records('milk')?.lot.each((_key, { lot, quantity, expiresOn }) => {
      lots.push([lot, quantity, expiresOn])
    })
    expect(lots).toEqual([
      ['A7', 5_000_000n, '2027-04-30'],
      ['B1', 2_000_000n, '2027-05-31'],
    ])
    // With what is in no lot they are what is on hand.
    const milk = inventory
      .compare(view, view)
      .lotMatrix()
      .filter(({ item }) => item === 'milk')
    expect(milk.map(({ lot, onHand }) => [lot, onHand.amounts[0]])).toEqual([
      ['A7', '5'],
      ['B1', '2'],
      [null, '1'],
    ])
  })

  it('trend analysis over several snapshots', async () => {
    const { inventory } = await shop()
    const totals: unknown[] = []
    for (const month of ['2027-01', '2027-02', '2027-03']) {
      const snapshot = await inventory.snapshots.create({ name: month, asOf: monthEnd(month) })
      totals.push([snapshot.asOf, snapshot.totals.onHand, snapshot.totals.value])
    }
    const [last, , first] = await inventory.snapshots.list()
    const { rows } = await inventory.trend({
      from: first?.asOf ?? 0,
      to: last?.asOf ?? 0,
      every: 'month-end',
    })
    expect(rows.map(({ asOf, onHand, value }) => [Date.parse(asOf), onHand, value])).toEqual(totals)
    expect(rows.map(({ sales, grossMargin }) => [sales, grossMargin])).toEqual([
      ['0', null],
      ['30', '46.666667'],
      ['16', '50'],
    ])
  })

  it('audit support', async () => {
    const { inventory } = await shop()
    const { id, digest } = await inventory.snapshots.create({ asOf: monthEnd('2027-03'), archive: true })
    // Digest and verify: a replay, and the rows in the archive, are what was frozen.
    expect((await inventory.snapshots.read(id)).digest().digest).toBe(digest)
    expect(await inventory.snapshots.verify(id)).toMatchObject({ ok: true, archive: 'whole' })
    expect(await collected(await inventory.snapshots.archivedRows(id))).toHaveLength(3)
    // Drift: what became known later, with who recorded it.
    const clerk = inventory.as({ id: 'lee', permissions: ['inventory.write'] })
    await clerk.record(sold('S3', '2027-03-20T09:00Z', '1', '8'))
    const { rows } = await inventory.snapshots.drift(id)
    expect(rows.map(({ entries }) => entries.map(({ id, actor }) => [id, actor]))).toEqual([[['S3', 'lee']]])
    // Explain: how it came to that.
    const card = (await inventory.snapshots.read(id)).explain('tea', 'north')
    expect(card.map(({ id, onHand }) => [id, onHand])).toEqual([
      ['R1', '10'],
      ['S1', '6'],
    ])
  })

  it('actor on every fact', async () => {
    const { log } = await shop()
    const facts = (await collected(log.readAll())).flat()
    expect(facts.map(({ data }) => data?.actor)).toEqual(facts.map(() => 'kim'))
  })

  it('permissions `inventory.snapshot.create`, `inventory.read`', async () => {
    const { inventory } = await shop()
    const asOf = monthEnd('2027-03')
    const viewer = inventory.as({ id: 'ann', permissions: ['inventory.read'] })
    const taker = inventory.as({ id: 'bob', permissions: ['inventory.snapshot.create'] })
    const lacking = (permission: string) => ({ code: 'PERMISSION_DENIED', details: { permission } })
    await expect(viewer.snapshots.create({ asOf })).rejects.toMatchObject(
      lacking('inventory.snapshot.create'),
    )
    const { id } = await taker.snapshots.create({ asOf })
    await expect(taker.snapshots.read(id)).rejects.toMatchObject(lacking('inventory.read'))
    expect((await viewer.snapshots.read(id)).totals()).toHaveLength(1)
  })
})
