import { beforeEach, describe, expect, it } from 'vitest'
import type { Comparison, Figures, InventoryView } from '../src/index.ts'
import { event, openTrade, received, sold } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const company = { item: undefined, branch: undefined }
const south = { branch: 'south' }

/** What is recorded in each month, before the snapshot of its end is taken. */
const months = [
  {
    end: '2027-01-31T23:59:59.999Z',
    trade: [
      event('ItemDefined', 'D1', '2027-01-02T00:00Z', { ...company, item: 'mug', marketCost: '2' }),
      received('R1', '2027-01-05T09:00Z', '10', '4'),
      received('R1', '2027-01-08T09:00Z', '2', '7', { item: 'cup', ...south }),
    ],
  },
  {
    end: '2027-02-28T23:59:59.999Z',
    trade: [
      sold('S1', '2027-02-10T09:00Z', '4', '40'),
      // More mugs than there are.
      sold('S1', '2027-02-03T09:00Z', '3', '30', { item: 'mug' }),
      received('R1', '2027-02-04T09:00Z', '4', '1', { item: 'jug' }),
    ],
  },
  {
    end: '2027-03-31T23:59:59.999Z',
    trade: [
      // Freight for the tea of January: 50 for 10 instead of 40, so that the 6 left are worth 30.
      event('ReceiptCostAdjusted', 'C1', '2027-03-12T09:00Z', {
        branch: undefined,
        receipt: 'R1',
        amount: '10',
      }),
      // 15 for 5 meet -3 worth -6: 2 worth 6, and 3 less than -6 + 15.
      received('R2', '2027-03-20T09:00Z', '5', '3', { item: 'mug' }),
    ],
  },
  {
    end: '2027-04-30T23:59:59.999Z',
    trade: [
      event('MovementVoided', 'V1', '2027-04-02T09:00Z', {
        ...company,
        item: 'cup',
        movement: 'R1',
        reason: 'another shop',
      }),
      event('MovementVoided', 'V1', '2027-04-02T09:00Z', {
        ...company,
        item: 'jug',
        movement: 'R1',
        reason: 'never came',
      }),
      received('R1', '2027-04-15T09:00Z', '1', '12', { item: 'pot', ...south }),
    ],
  },
  {
    end: '2027-05-31T23:59:59.999Z',
    trade: [
      event('CostRevalued', 'X1', '2027-05-10T09:00Z', { item: 'pot', ...south, unitCost: '9' }),
      sold('S2', '2027-05-20T09:00Z', '6', '90'),
    ],
  },
] as const

/** Figures as they are written by hand: amounts, changes, per cent; then first to last. */
const figures = ({ amounts, changes, overall }: Figures) => [
  amounts.join(' '),
  changes.map(({ by }) => by).join(' '),
  changes.map(({ percent }) => percent ?? '-').join(' '),
  `${overall.by} ${overall.percent ?? '-'}`,
]
const presence = (present: readonly boolean[]) => present.map((there) => (there ? 'x' : '.')).join('')

describe('a comparison of five snapshots', () => {
  let comparison: Comparison
  let views: [InventoryView, InventoryView, ...InventoryView[]]

  beforeEach(async () => {
    const { inventory, clock } = openTrade()
    const read: InventoryView[] = []
    for (const { end, trade } of months) {
      clock.now = Date.parse(end) + 1
      await inventory.record(trade)
      const { id } = await inventory.snapshots.create({ asOf: end })
      read.push(await inventory.snapshots.read(id))
    }
    const [first, second, ...more] = read
    if (first === undefined || second === undefined) throw new Error('five snapshots were taken')
    views = [first, second, ...more]
    comparison = inventory.compare(first, second, ...more)
  })

  it('has every row of any of them with all changes: new, vanished, passing, negative, re-costed, revalued', () => {
    const rows = comparison
      .matrix()
      .rows.map(({ item, branch, present, onHand, value }) => [
        `${item}@${branch}`,
        presence(present),
        ...figures(onHand),
        ...figures(value),
      ])
    expect(rows).toEqual([
      [
        'cup@south',
        'xxx..',
        '2 2 2 0 0',
        '0 0 -2 0',
        '0 0 -100 -',
        '-2 -100',
        '14 14 14 0 0',
        '0 0 -14 0',
        '0 0 -100 -',
        '-14 -100',
      ],
      [
        'jug@north',
        '.xx..',
        '0 4 4 0 0',
        '4 0 -4 0',
        '- 0 -100 -',
        '0 -',
        '0 4 4 0 0',
        '4 0 -4 0',
        '- 0 -100 -',
        '0 -',
      ],
      [
        'mug@north',
        '.xxxx',
        '0 -3 2 2 2',
        '-3 5 0 0',
        '- 166.666667 0 0',
        '2 -',
        '0 -6 6 6 6',
        '-6 12 0 0',
        '- 200 0 0',
        '6 -',
      ],
      [
        'pot@south',
        '...xx',
        '0 0 0 1 1',
        '0 0 1 0',
        '- - - 0',
        '1 -',
        '0 0 0 12 9',
        '0 0 12 -3',
        '- - - -25',
        '9 -',
      ],
      [
        'tea@north',
        'xxxxx',
        '10 6 6 6 0',
        '-4 0 0 -6',
        '-40 0 0 -100',
        '-10 -100',
        '40 24 30 30 0',
        '-16 6 0 -30',
        '-40 25 0 -100',
        '-40 -100',
      ],
    ])
  })

  it('adds up to the totals of the snapshots', () => {
    const { onHand, value } = comparison.matrix().total
    expect(figures(onHand)).toEqual([
      '12 9 14 9 3',
      '-3 5 -5 -6',
      '-25 55.555556 -35.714286 -66.666667',
      '-9 -75',
    ])
    expect(figures(value)).toEqual([
      '54 36 54 48 15',
      '-18 18 -6 -33',
      '-33.333333 50 -11.111111 -68.75',
      '-39 -72.222222',
    ])
    expect(views.map((view) => view.totals()[0]?.value)).toEqual(value.amounts)
  })

  it('says which moments it stands for, and keeps the first and the last side by side', () => {
    expect(comparison.moments.map(({ asOf }) => asOf)).toEqual(months.map(({ end }) => end))
    expect([comparison.from, comparison.to]).toEqual([comparison.moments[0], comparison.moments[4]])
    expect(comparison.rows.map(({ item, presence }) => [item, presence])).toEqual([
      ['cup', 'vanished'],
      ['mug', 'new'],
      ['pot', 'new'],
      ['tea', 'both'],
    ])
  })

  const lines = (bridge: Comparison['bridge']) =>
    bridge.map(({ kind, quantity, value }) => `${kind} ${quantity} ${value}`)

  it('bridges the first to the last, and the parts of it too', () => {
    expect(lines(comparison.bridge)).toEqual([
      'opening 12 54',
      'late-quantity -2 -14',
      'late-cost 0 10',
      'receipt 6 27',
      'sale -13 -56',
      'revaluation 0 -3',
      'negative-stock-difference 0 -3',
      'closing 3 15',
    ])
    expect(lines(comparison.bridgeOf({ branch: 'south' }).lines)).toEqual([
      'opening 2 14',
      'late-quantity -2 -14',
      'receipt 1 12',
      'revaluation 0 -3',
      'closing 1 9',
    ])
    expect(lines(comparison.bridgeOf({ item: 'tea', branch: 'north' }).lines)).toEqual([
      'opening 10 40',
      'late-cost 0 10',
      'sale -10 -50',
      'closing 0 0',
    ])
  })

  it('opens each line to the movements behind it', () => {
    const behind = (...asked: Parameters<Comparison['movements']>) =>
      comparison
        .movements(...asked)
        .map(({ id, type, item, branch, quantity, value }) =>
          [item, id, type, branch, quantity, value].join(' '),
        )
    expect(behind('opening')).toEqual(['cup R1 StockReceived south 2 14', 'tea R1 StockReceived north 10 40'])
    expect(behind('late-quantity')).toEqual(['cup V1 MovementVoided south -2 -14'])
    expect(behind('late-cost')).toEqual(['tea C1 ReceiptCostAdjusted north 0 10'])
    expect(behind('sale')).toEqual([
      'mug S1 StockSold north -3 -6',
      'tea S1 StockSold north -4 -20',
      'tea S2 StockSold north -6 -30',
    ])
    expect(behind('sale', { item: 'mug' })).toEqual(['mug S1 StockSold north -3 -6'])
    expect(behind('receipt', { branch: 'south' })).toEqual(['pot R1 StockReceived south 1 12'])
    expect(behind('negative-stock-difference')).toEqual(['mug R2 StockReceived north 0 -3'])
    expect(behind('revaluation')).toEqual(['pot X1 CostRevalued south 0 -3'])
    expect(behind('count')).toEqual([])
    // A line that nobody has ever heard of.
    expect(() => behind('theft' as 'sale')).toThrow(code('INVALID_ARGUMENT'))
  })

  it('goes forward from each to the next', () => {
    const { inventory } = openTrade()
    const [first, second, third] = views
    if (third === undefined) throw new Error('five snapshots were taken')
    expect(() => inventory.compare(first, third, second)).toThrow(code('WRONG_ORDER'))
  })
})

describe('a comparison of lots', () => {
  it('adds up to what is on hand of each item and branch, what is in no lot included', async () => {
    const { inventory } = openTrade()
    const lot = (name: string, quantity: string) => ({ lots: [{ lot: name, quantity }] })
    await inventory.record([
      received('R1', '2027-01-05T09:00Z', '6', '1', { item: 'milk', ...lot('A', '4') }),
      received('R2', '2027-01-05T09:00Z', '3', '1'),
    ])
    const january = await inventory.asOf('2027-01-31T00:00Z')
    await inventory.record([
      sold('S1', '2027-02-05T09:00Z', '4', '8', { item: 'milk', ...lot('A', '4') }),
      sold('S2', '2027-02-06T09:00Z', '2', '4', { item: 'milk' }),
      received('R3', '2027-02-07T09:00Z', '5', '1', { item: 'milk', ...lot('B', '5') }),
    ])
    const rows = inventory.compare(january, await inventory.asOf('2027-02-28T00:00Z')).lotMatrix()
    expect(
      rows.map(({ item, lot, present, onHand }) => [item, lot, presence(present), ...figures(onHand)]),
    ).toEqual([
      ['milk', 'A', 'x.', '4 0', '-4', '-100', '-4 -100'],
      ['milk', 'B', '.x', '0 5', '5', '-', '5 -'],
      ['milk', null, 'x.', '2 0', '-2', '-100', '-2 -100'],
      ['tea', null, 'xx', '3 3', '0', '0', '0 0'],
    ])
  })
})

describe('a comparison of views of another workspace', () => {
  it('is refused', async () => {
    const { inventory, log } = openTrade()
    const { inventory: other } = openTrade({ log, workspace: 'other' })
    const view = await inventory.asOf('2027-01-31T00:00Z')
    expect(() => other.compare(view, view)).toThrow(code('ANOTHER_WORKSPACE'))
  })
})
