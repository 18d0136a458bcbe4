import { memoryLog } from '@tidemark/log'
import { describe, expect, it } from 'vitest'
import { diff, inventoryReducer, openInventory } from '../src/index.ts'
import { soldByBranch } from './sold-by-branch.ts'
import { event, openTrade, received, sold } from './trade.ts'

const buyers = inventoryReducer({
  name: 'buyers',
  version: 1,
  initial: [] as readonly string[],
  on: {
    StockSold: (known, { customer = 'nobody', tags = {} }) => [`${customer} by ${tags.channel}`, ...known],
  },
})

const TODAY = '2027-12-31T00:00Z'

describe('a projection of the host', () => {
  it('is as of any instant, with what was recorded before it was asked', async () => {
    const { inventory } = openTrade()
    const sales = inventory.project(soldByBranch())
    expect((await sales.now()).units()).toEqual([])
    await inventory.record([
      sold('S1', '2027-03-01T09:00Z', '4', '40'),
      sold('S2', '2027-03-02T09:00Z', '2', '20'),
    ])
    expect((await sales.now()).unit('tea')?.branch.north?.units).toBe(6_000_000n)
    await inventory.record(sold('S3', '2027-02-01T09:00Z', '1', '10'))
    const before = await sales.asOf('2027-03-01T23:00Z')
    expect(before.unit('tea')?.branch.north?.units).toBe(5_000_000n)
    expect(before.facts('tea').map(({ id }) => id)).toEqual(['S3', 'S1'])
    expect(diff(before, await sales.now()).records).toMatchObject([
      { unit: 'tea', kind: 'branch', key: 'north' },
    ])
  })

  it('is given events whole, and corrections applied', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      sold('S1', '2027-03-01T09:00Z', '4', '40', { customer: 'ann', tags: { channel: 'web' } }),
      sold('S2', '2027-03-02T09:00Z', '2', '20', { customer: 'bob', tags: { channel: 'shop' } }),
    ])
    const who = inventory.project(buyers)
    expect(buyers.stateIn((await who.now()).unit('tea'))).toEqual(['bob by shop', 'ann by web'])
    await inventory.record(
      event('MovementVoided', 'V1', '2027-03-03T09:00Z', {
        branch: undefined,
        movement: 'S2',
        reason: 'a mistake',
      }),
    )
    expect(buyers.stateIn((await who.now()).unit('tea'))).toEqual(['ann by web'])
    expect(buyers.stateIn((await who.now()).unit('mug'))).toBeUndefined()
  })

  it('is as known at any point of knowledge', async () => {
    const { inventory, clock } = openTrade()
    const sales = inventory.project(soldByBranch())
    const units = async (knownThrough: Parameters<typeof sales.asOf>[1]) =>
      (await sales.asOf(TODAY, knownThrough)).unit('tea')?.branch.north?.units
    clock.now = Date.parse('2027-03-05T00:00Z')
    const [first] = await inventory.record(sold('S1', '2027-03-01T09:00Z', '4', '40'))
    clock.now = Date.parse('2027-03-06T00:00Z')
    await inventory.record(sold('S2', '2027-03-02T09:00Z', '2', '20'))
    if (first === undefined) throw new Error('not recorded')
    expect(await units({ knownThrough: '2027-03-05T12:00Z' })).toBe(4_000_000n)
    expect(await units({ knownThrough: `${first.stream}@${first.revision}` })).toBe(4_000_000n)
    expect(await units({ knownThrough: first })).toBe(4_000_000n)
    expect(await units({})).toBe(6_000_000n)
    await expect(units({ knownThrough: 'main.item-tea@7' })).rejects.toMatchObject({
      code: 'UNKNOWN_KNOWLEDGE_POINT',
    })
    await expect(sales.asOf('today')).rejects.toMatchObject({ code: 'INVALID_TIME' })
  })

  it('knows of its workspace and its share alone, and leaves aside what cannot be read', async () => {
    const log = memoryLog()
    const inventory = openInventory({ log })
    const items = Array.from({ length: 12 }, (_, n) => `item ${n}`)
    await inventory.record(items.map((item) => sold(item, '2026-03-01T09:00Z', '1', '1', { item })))
    await openInventory({ log, workspace: 'other' }).record(sold('S1', '2026-03-01T09:00Z', '1', '1'))
    const events = [{ id: 'junk', type: 'StockSold', data: { quantity: 'many' } }]
    await log.append([{ stream: 'main.item-item%200', expectedRevision: 'any', events }])
    const all = await inventory.project(soldByBranch()).now()
    expect(all.units()).toEqual(items.toSorted())
    expect(all.facts('item 0')).toHaveLength(1)
    const parts = [0, 1].map((index) =>
      openInventory({ log, share: { index, of: 2 } }).project(soldByBranch()),
    )
    const held = await Promise.all(parts.map(async (part) => (await part.now()).units()))
    expect(held.flat().sort()).toEqual(items.toSorted())
    expect(held.map(({ length }) => length)).not.toContain(0)
  })

  it('goes on where a signal ended its reading, and many may ask at once', async () => {
    const stop = new AbortController()
    const whole = memoryLog()
    async function* readAll(range: Parameters<typeof whole.readAll>[0] = {}) {
      for await (const chunk of whole.readAll(range)) {
        yield chunk
        stop.abort(new Error('enough'))
        range.signal?.throwIfAborted()
      }
    }
    const inventory = openInventory({ log: { ...whole, readAll } })
    await inventory.record(
      Array.from({ length: 2000 }, (_, n) => received(`R${n}`, '2026-03-01T09:00Z', '1', '1')),
    )
    await inventory.record(sold('S1', '2026-03-02T09:00Z', '4', '40'))
    const sales = inventory.project(soldByBranch())
    await expect(sales.now({ signal: stop.signal })).rejects.toThrow('enough')
    for (const view of await Promise.all([sales.now(), sales.now()])) {
      expect(view.unit('tea')?.branch.north?.units).toBe(4_000_000n)
      expect(view.facts('tea')).toHaveLength(2001)
    }
  })

  it('whose recipe throws tells whoever asks what it would make, and others nothing', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      sold('S1', '2027-03-01T09:00Z', '4', '40'),
      sold('S2', '2027-03-01T09:00Z', '1', '10', { item: 'mug' }),
    ])
    const broken = inventory.project(
      inventoryReducer({
        name: 'broken',
        version: 1,
        initial: 0,
        on: {
          StockSold: (sum, { item }) => {
            if (item === 'mug') throw new Error('no mugs')
            return sum + 1
          },
        },
      }),
    )
    const view = await broken.now()
    expect(view.unit('tea')?.whole.state?.state).toBe(1)
    expect(() => view.unit('mug')).toThrow('no mugs')
    await expect(view.ready()).rejects.toThrow('no mugs')
    expect((await inventory.now()).item('mug')).toBeDefined()
  })

  it('is for those who may read', () => {
    const { inventory } = openTrade()
    const forKim = inventory.as({ id: 'kim', permissions: ['inventory.write'] })
    expect(() => forKim.project(soldByBranch())).toThrow(
      expect.objectContaining({ code: 'PERMISSION_DENIED' }),
    )
    const forAnn = inventory.as({ id: 'ann', permissions: ['inventory.read'] })
    return expect(forAnn.project(soldByBranch()).now()).resolves.toBeDefined()
  })
})
