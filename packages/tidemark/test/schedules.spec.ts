import { describe, expect, it } from 'vitest'
import { essences, isThrough, names, simulate, start } from './running.ts'
import { received, sold } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const at = (text: string) => Date.parse(text)
const London = { every: 'month-end', timeZone: 'Europe/London' }

describe('a schedule', () => {
  it('is set, set anew, listed and removed', async () => {
    const { inventory, clock } = simulate('2027-03-10T00:00Z')
    const { schedules } = inventory.snapshots
    expect(await schedules.set('books', London)).toEqual({
      schedule: 'books',
      every: 'month-end',
      timeZone: 'Europe/London',
      template: 'Month-End [Month] [Year]',
      settle: null,
      from: at('2027-03-10T00:00Z'),
      setAt: at('2027-03-10T00:00Z'),
      next: at('2027-03-31T23:00Z'),
    })
    clock.moveTo(at('2027-03-11T00:00Z'))
    await schedules.set('audit', { every: '0 18 * * 5', timeZone: 'UTC', settle: '2h' })
    await schedules.set('books', { ...London, template: '[Month]' })
    expect(
      (await schedules.list()).map(({ schedule, template, settle }) => [schedule, template, settle]),
    ).toEqual([
      ['audit', '[Schedule] [Date] [Time]', '2h'],
      ['books', '[Month]', null],
    ])
    await schedules.remove('books', { reason: 'no longer asked for' })
    expect((await schedules.list()).map(({ schedule }) => schedule)).toEqual(['audit'])
    await expect(schedules.remove('books')).rejects.toThrow(code('UNKNOWN_SCHEDULE'))
  })

  it('that is set to what it is already is recorded once', async () => {
    const { inventory } = simulate('2027-03-10T00:00Z')
    await inventory.snapshots.schedules.set('books', London)
    await inventory.snapshots.schedules.set(' books ', { ...London, every: ' month-end ' })
    expect((await inventory.head()).events).toBe(1)
  })

  it.each([
    [{ every: 'monthly' }],
    // A host without types may leave one out.
    [{ timeZone: undefined as unknown as string }],
    [{ timeZone: 'London' }],
    [{ template: 'Close of [month]' }],
    [{ template: ' ' }],
    [{ settle: 'soon' }],
    [{ settle: 'P1M' }],
    [{ every: '* * * * *', from: '2020-01-01T00:00Z' }],
  ])('of %j is refused, and nothing is recorded', async (changes) => {
    const { inventory } = simulate('2027-03-10T00:00Z')
    const set = inventory.snapshots.schedules.set('books', { ...London, ...changes })
    await expect(set).rejects.toThrow(code('INVALID_SCHEDULE'))
    expect((await inventory.head()).events).toBe(0)
  })
})

describe('a worker', () => {
  it('takes each boundary when the clock gets there, and nothing before', async () => {
    const { inventory, clock } = simulate('2027-02-10T00:00Z')
    await inventory.snapshots.schedules.set('books', London)
    await inventory.record(received('R1', '2027-02-09T00:00Z', '10', '4'))
    const worker = start(inventory, { clock })
    await worker.until((state) => state.nextDue === at('2027-03-01T00:00Z'))
    clock.moveTo(at('2027-02-28T23:59:59.999Z'))
    expect(worker.taken).toEqual([])
    clock.moveTo(at('2027-03-01T00:00Z'))
    await worker.until((state) => state.nextDue === at('2027-03-31T23:00Z'))
    await worker.stop()
    const [snapshot] = await inventory.snapshots.list()
    expect(snapshot).toMatchObject({
      id: 'books@20270301T000000Z',
      name: 'Month-End February 2027',
      asOf: at('2027-02-28T23:59:59.999Z'),
      knownThrough: { stream: 'main.item-tea', revision: 0 },
      totals: { onHand: '10' },
      cause: { kind: 'schedule', schedule: 'books', boundary: at('2027-03-01T00:00Z') },
    })
    expect(worker.taken).toEqual(['Month-End February 2027'])
  })

  it('waits for the time to settle, and knows what was recorded until then', async () => {
    const { inventory, clock } = simulate('2027-02-10T00:00Z')
    await inventory.snapshots.schedules.set('books', { ...London, settle: '2d' })
    await inventory.record(received('R1', '2027-02-09T00:00Z', '10', '4'))
    clock.moveTo(at('2027-03-02T12:00Z'))
    await inventory.run({ clock, once: true })
    expect(await names(inventory)).toEqual([])
    await inventory.record(sold('late', '2027-02-20T00:00Z', '1', '9'))
    clock.moveTo(at('2027-03-03T00:00Z'))
    await inventory.run({ clock, once: true })
    const [snapshot] = await inventory.snapshots.list()
    expect(snapshot).toMatchObject({ name: 'Month-End February 2027', totals: { onHand: '9' } })
  })

  it('comes to the same before and after something is recorded in the millisecond a snapshot is due', async () => {
    const taking = async (isFirst: boolean) => {
      const { inventory, clock } = simulate('2027-03-10T00:00Z')
      await inventory.snapshots.schedules.set('books', London)
      await inventory.record(received('R1', '2027-03-09T00:00Z', '10', '4'))
      clock.moveTo(at('2027-03-31T23:00Z'))
      if (isFirst) await inventory.run({ clock, once: true })
      await inventory.record(sold('S1', '2027-03-31T00:00Z', '1', '9'))
      await inventory.run({ clock, once: true })
      return essences(inventory)
    }
    const [snapshot] = await taking(true)
    expect(snapshot).toMatchObject({ totals: { onHand: '10' } })
    expect(await taking(false)).toEqual([snapshot])
  })

  it('that was not running takes what it missed, as it would have been taken then', async () => {
    const taking = async (moments: readonly string[]) => {
      const { inventory, clock } = simulate('2027-01-10T00:00Z')
      await inventory.snapshots.schedules.set('books', London)
      await inventory.record(received('R1', '2027-01-10T00:00Z', '100', '4'))
      for (let day = 11; day < 110; day++) {
        clock.moveTo(Date.UTC(2027, 0, day, 12))
        const occurredAt = new Date(Date.UTC(2027, 0, day - (day % 7), 10)).toISOString()
        await inventory.record(sold(`S${day}`, occurredAt, '1', '9'))
        if (moments.includes(String(day))) await inventory.run({ clock, once: true })
      }
      await inventory.run({ clock, once: true })
      return essences(inventory)
    }
    const all = Array.from({ length: 100 }, (_, index) => String(index + 10))
    const expected = await taking(all)
    expect(expected).toHaveLength(3)
    expect(await taking([])).toEqual(expected)
    expect(await taking(['40', '95'])).toEqual(expected)
  })

  it('takes what had passed before the schedule was set only when asked to, and as known when it was set', async () => {
    const { inventory, clock } = simulate('2027-04-10T00:00Z')
    await inventory.record(received('R1', '2027-01-05T00:00Z', '10', '4'))
    await inventory.snapshots.schedules.set('from now', London)
    await inventory.snapshots.schedules.set('quarter', {
      ...London,
      from: '2027-01-01T00:00Z',
      template: '[Month]',
    })
    await inventory.record(sold('later', '2027-01-06T00:00Z', '1', '9'))
    await inventory.run({ clock, once: true })
    expect(await names(inventory)).toEqual(['January', 'February', 'March'])
    const [march] = (await inventory.snapshots.list()).filter(({ name }) => name === 'March')
    expect(march?.totals.onHand).toBe('10')
  })

  it('takes each boundary once, however many run', async () => {
    const { inventory, clock, another } = simulate('2027-01-10T00:00Z')
    await inventory.snapshots.schedules.set('days', { every: 'day', timeZone: 'Europe/London' })
    await inventory.record(received('R1', '2027-01-10T00:00Z', '10', '4'))
    const workers = [inventory, another(), another(), another()].map((one) => start(one, { clock }))
    for (let day = 11; day <= 30; day++) {
      const now = Date.UTC(2027, 0, day)
      clock.moveTo(now)
      await Promise.all(workers.map((worker) => worker.until(isThrough(now))))
    }
    await Promise.all(workers.map((worker) => worker.stop()))
    const all = await inventory.snapshots.list()
    expect(all).toHaveLength(20)
    expect(workers.flatMap(({ taken }) => taken).sort()).toEqual(all.map(({ name }) => name).sort())
  })

  it('sees a schedule that is set while it runs', async () => {
    const { inventory, clock, another } = simulate('2027-03-10T00:00Z')
    const worker = start(inventory, { clock })
    await worker.until((state) => state.takenThrough !== null && state.nextDue === null)
    await another().snapshots.schedules.set('books', London)
    await worker.until((state) => state.nextDue === at('2027-03-31T23:00Z'))
    await another().snapshots.schedules.remove('books')
    await worker.until((state) => state.nextDue === null)
    await worker.stop()
  })

  it('goes on where it was when a schedule is set anew, and takes what ended before as it was set then', async () => {
    const { inventory, clock } = simulate('2027-01-10T00:00Z')
    const { schedules } = inventory.snapshots
    await schedules.set('books', London)
    clock.moveTo(at('2027-02-10T00:00Z'))
    await schedules.set('books', { ...London, template: 'Close of [Month]' })
    clock.moveTo(at('2027-03-30T00:00Z'))
    await schedules.set('books', { every: 'day', timeZone: 'Europe/London' })
    clock.moveTo(at('2027-04-01T00:00Z'))
    await inventory.run({ clock, once: true })
    const expected = [
      'Month-End January 2027',
      'Close of February',
      'Day-End 2027-03-30',
      'Day-End 2027-03-31',
    ]
    expect(await names(inventory)).toEqual(expected)
  })

  it('takes nothing any more for a schedule that was removed', async () => {
    const { inventory, clock } = simulate('2027-01-10T00:00Z')
    await inventory.snapshots.schedules.set('books', London)
    clock.moveTo(at('2027-02-10T00:00Z'))
    await inventory.snapshots.schedules.remove('books')
    await inventory.run({ clock, once: true })
    expect(await names(inventory)).toEqual([])
  })

  it('leaves a discarded snapshot discarded', async () => {
    const { inventory, clock, another } = simulate('2027-01-10T00:00Z')
    await inventory.snapshots.schedules.set('books', London)
    clock.moveTo(at('2027-02-10T00:00Z'))
    await inventory.run({ clock, once: true })
    const [january] = await inventory.snapshots.list()
    await inventory.snapshots.discard(january?.id ?? '', { reason: 'wrong' })
    await another().run({ clock, once: true })
    expect(await inventory.snapshots.list()).toHaveLength(1)
  })

  it('of a share of the items is refused', async () => {
    const { openInventory } = await import('../src/index.ts')
    const { memoryLog } = await import('@tidemark/log')
    const part = openInventory({ log: memoryLog(), share: { index: 0, of: 2 } })
    await expect(part.run({ once: true })).rejects.toThrow(code('OUTSIDE_SHARE'))
  })

  it('that cannot keep its checkpoint says so and ends', async () => {
    const { inventory, clock } = simulate('2027-01-10T00:00Z')
    await inventory.record(received('R1', '2027-01-10T00:00Z', '10', '4'))
    const checkpoint = { load: async () => undefined, save: () => Promise.reject(new Error('disk full')) }
    await inventory.snapshots.triggers.set('receipts', { on: ['StockReceived'], backfill: true })
    await expect(inventory.run({ clock, checkpoint })).rejects.toThrow('disk full')
  })
})
