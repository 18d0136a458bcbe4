import type { Inventory } from 'tidemark'
import { beforeAll, describe, expect, it } from 'vitest'
import { askingAs, inMarch, movement } from './asking.ts'

type Ask = ReturnType<typeof askingAs>

let inventory: Inventory
let ask: Ask

beforeAll(async () => {
  inventory = await inMarch()
  const define = { type: 'ItemDefined', occurredAt: '2027-03-01T08:00:00Z' } as const
  await inventory.record([
    { ...define, id: 'D1', item: 'tea', group: 'drinks', branches: { south: { group: 'outlet' } } },
    { ...define, id: 'D2', item: 'coffee', name: 'Coffee, ground', group: 'drinks', vendor: 'Bean & Co' },
  ])
  ask = askingAs(inventory)
})

describe('groups', () => {
  it.each(['item', 'branch', 'group', 'section', 'vendor'] as const)(
    'by %s add up to what the library says',
    async (by) => {
      const { json } = await ask(`/api/levels/groups?by=${by}`)
      const expected = (await inventory.now()).totals({ by: [by] })
      expect(
        json.items.map(({ of, onHand, value, items }: Record<string, unknown>) => ({
          [by]: of,
          onHand,
          value,
          items,
        })),
      ).toEqual(expected)
      expect(json.totals).toMatchObject({ onHand: '13.5', rows: 3, items: 2 })
    },
  )

  it('are of the rows that are wanted alone, and open to just these', async () => {
    const { json } = await ask('/api/levels/groups?by=branch&text=tea&flag=negative')
    expect(json.items).toMatchObject([{ of: 'south', onHand: '-1', rows: 1, negative: 1 }])
    const drinks = await ask('/api/levels?group=drinks')
    expect(drinks.json.items.map(({ item, branch }: Record<string, string>) => `${item} ${branch}`)).toEqual([
      'coffee south',
      'tea north',
    ])
    expect((await ask('/api/levels?vendor=')).json.pagination.total).toBe(2)
    expect((await ask('/api/levels?flag=negative&flag=no-cost')).json.pagination.total).toBe(1)
  })
})

describe('levels', () => {
  let askSorted: Ask
  const keyOf = (value: string | null) =>
    value === null ? -1 : Number.isNaN(Number(value)) ? Date.parse(value) : Number(value)

  beforeAll(async () => {
    const known = await inMarch()
    await known.record([
      {
        id: 'D',
        type: 'ItemDefined',
        occurredAt: '2027-03-01T08:00:00Z',
        item: 'tea',
        branches: { north: { marketCost: '3', minimum: '20' } },
      },
      movement('PurchaseOrderSaved', 'O', '2027-03-26T08:00:00Z', {
        purchaseOrder: 'O',
        quantity: '5',
        status: 'ordered',
      }),
      movement('StockReserved', 'V', '2027-03-26T09:00:00Z', { reservation: 'V', quantity: '2' }),
      movement('StockCounted', 'C', '2027-03-27T09:00:00Z', { quantity: '12' }),
      movement('CountPosted', 'P', '2027-03-27T10:00:00Z', {}),
    ])
    askSorted = askingAs(known)
  })

  it.each([
    'lastReceiptCost',
    'marketCost',
    'reserved',
    'lastPurchasedOn',
    'lastCountedOn',
    'lastCountQuantity',
  ])('are sorted by %s, those without first', async (sort) => {
    const { json } = await askSorted(`/api/levels?sort=${sort}`)
    const keys = json.items.map((row: Record<string, string | null>) => keyOf(row[sort] ?? null))
    expect(keys).toEqual(keys.toSorted((a: number, b: number) => a - b))
    expect(new Set(keys).size).toBeGreaterThan(1)
  })

  it('are sorted by what deserves a look, the gravest last', async () => {
    const { json } = await askSorted('/api/levels?sort=flags')
    expect(json.items.map(({ flags }: { flags: string[] }) => flags)).toEqual([
      [],
      ['below-minimum'],
      ['negative', 'no-cost'],
    ])
  })
})

describe('a file of levels', () => {
  it('holds exactly what is seen: the rows, their order and the columns', async () => {
    const seen = 'branch=south&sort=onHand&descending=true&column=item&column=name&column=onHand&column=flags'
    const { text } = await ask(`/api/exports/levels?${seen}`)
    expect(text.replace('\uFEFF', '').trim().split('\r\n')).toEqual([
      'item,name,onHand,flags',
      'coffee,"Coffee, ground",2.5,',
      'tea,tea,-1,negative; no-cost',
    ])
    const { json } = await ask(`/api/exports/levels?${seen}&format=json`)
    expect(json).toMatchObject({ only: { branch: 'south' }, totals: { onHand: '1.5', rows: 2 } })
  })

  it('of everything has the digest that proves it', async () => {
    const { json } = await ask('/api/exports/levels?format=json')
    expect(json.digest.digest).toBe((await inventory.now()).digest().digest)
  })

  it('of groups holds the groups', async () => {
    const { text } = await ask('/api/exports/levels/groups?by=branch')
    expect(text).toContain('\r\nnorth,north,12,57,12,1,1,0\r\n')
  })
})

describe('the history of an item', () => {
  it('is how it stood after each of its movements, at a branch or over all', async () => {
    const { json } = await ask('/api/items/tea/history')
    expect(json.points.map(({ id, onHand, value }: Record<string, string>) => [id, onHand, value])).toEqual([
      ['R1', '10', '45'],
      ['S1', '6', '27'],
      ['R2', '12', '57'],
      ['S2', '11', '57'],
    ])
    expect((await ask('/api/items/tea/history?branch=south')).json.points).toMatchObject([
      { id: 'S2', onHand: '-1' },
    ])
    expect((await ask('/api/items/none/history')).status).toBe(404)
  })
})
