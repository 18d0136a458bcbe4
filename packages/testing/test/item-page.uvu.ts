import { equal, ok } from 'node:assert/strict'
import { formatMicros } from '@tidemark/projection'
import {
  arbitraryHistory,
  arbitraryTurn,
  defineLaw,
  type History,
  type HistoryOptions,
  mustBeSame,
} from '@tidemark/testing'
import fc from 'fast-check'
import type { InventoryEventInput, ItemSnapshot, SalesFigures } from 'tidemark'
import { suite } from 'uvu'
import type { Books, Trade } from './naive/books.ts'
import { divided } from './naive/decimals.ts'
import { booksOf } from './naive/fold.ts'
import { localMonth, monthBefore } from './naive/local-month.ts'
import { type RecordedTwice, recordedTwice } from './naive/recorded.ts'
import { trials } from './trials.ts'

const test = suite('the page of an item')

/** One zone with the clocks put forward and back on each side of the equator, one of half an hour. */
const zones = { A: 'America/New_York', B: 'Europe/London', C: 'Australia/Lord_Howe' } as const
const branches = ['A', 'B', 'C'] as const

const branchesDefined: readonly InventoryEventInput[] = branches.map((branch) => ({
  id: branch,
  type: 'BranchDefined',
  occurredAt: '2000-01-01T00:00:00Z',
  branch,
  timeZone: zones[branch],
}))

/** Ends of months and years in each zone, and changes of its clocks. */
const instants = fc.oneof(...Object.values(zones).map((zone) => arbitraryTurn(zone)))

/** Histories of one item that happen around such instants, instead of when they would have. */
function histories(options: HistoryOptions) {
  const size = 30
  const history = arbitraryHistory({ items: 1, size, ...options })
  return fc
    .tuple(history, fc.array(instants, { minLength: size, maxLength: size }))
    .map(([entries, moments]): History => {
      return entries.map((entry, index) => ({
        ...entry,
        event: { ...entry.event, occurredAt: new Date(moments[index] ?? 0).toISOString() },
      }))
    })
}

/** Everything that can happen, and mostly trade. */
const anything = fc.oneof(
  histories({}),
  histories({
    kinds: [
      'StockReceived',
      'StockSold',
      'StockReturnedByCustomer',
      'StockTransferred',
      'ReceiptCostAdjusted',
      'MovementVoided',
      'MovementAmended',
      'CostingPolicySet',
    ],
  }),
)

/** As of an instant, as known when a part of it was recorded. */
const looks = fc.array(fc.record({ asOf: instants, knowledge: fc.nat(100) }), { minLength: 1, maxLength: 4 })

interface Look {
  readonly asOf: number
  readonly knowledge: number
}

/** What a naive reader of the log makes of a look, and the point of knowledge it has. */
function lookAt({ entries, places }: RecordedTwice, { asOf, knowledge }: Look) {
  const known = Math.max(branches.length, Math.ceil((entries.length * knowledge) / 100))
  const place = places[known - 1]
  ok(place !== undefined)
  const books = booksOf(entries.slice(0, known), 'I1', asOf)
  return { books, knownThrough: { stream: place.stream, revision: place.revision } }
}

/** Of an item nobody has recorded anything of there is no page. */
function isAboutItem({ entries }: RecordedTwice): boolean {
  return entries.some(({ event }) => 'item' in event)
}

function lines(history: History): readonly string[] {
  return history.map(({ event }) => JSON.stringify(event))
}

function figuresOf(trades: readonly Trade[]): SalesFigures {
  let sales = 0n
  let cost = 0n
  for (const trade of trades) {
    sales += trade.sales
    cost += trade.cost
  }
  const margin = sales === 0n ? null : formatMicros(divided((sales - cost) * 100_000_000n, sales))
  return { sales: formatMicros(sales), cost: formatMicros(cost), grossMargin: margin }
}

/** The movements of each period, told apart by the calendar of their branch and nothing else. */
function sumsOver(
  books: Books,
  wanted: readonly (keyof typeof zones)[],
  asOf: number,
): ItemSnapshot['sales'] {
  const within = (isIn: (month: string, now: string) => boolean) =>
    figuresOf(
      wanted.flatMap((branch) => {
        const now = localMonth(zones[branch], asOf)
        return books.trades.filter((trade) => {
          return trade.branch === branch && isIn(localMonth(zones[branch], trade.at), now)
        })
      }),
    )
  const year = (month: string) => Number(month.slice(0, 4))
  return {
    currentMonth: within((month, now) => month === now),
    currentYear: within((month, now) => year(month) === year(now)),
    lastMonth: within((month, now) => month === monthBefore(now)),
    lastYear: within((month, now) => year(month) === year(now) - 1),
  }
}

let periodsWithSales = 0

const salesLaw = defineLaw({
  name: 'month and year figures are sums over the movements',
  statement:
    'Sales and cost of every period are those of the movements that lie in it by the local calendar.',
  cases: fc.record({ history: anything, looks }),
  history: ({ history }) => lines(history),
  circumstances: ({ looks }) => JSON.stringify(looks),
  holds: async ({ history, looks }) => {
    const recorded = await recordedTwice(branchesDefined, withoutBranches(history))
    if (!isAboutItem(recorded)) return
    for (const look of looks) {
      const { asOf } = look
      const { books, knownThrough } = lookAt(recorded, look)
      const where = `as of ${new Date(asOf).toISOString()}, known through ${knownThrough.revision}`
      const pages = await recorded.inventory.itemSnapshot('I1', { asOf, knownThrough })
      mustBeSame(pages.company.sales, sumsOver(books, branches, asOf), `the company ${where}`)
      for (const branch of branches) {
        const page = await recorded.inventory.itemSnapshot('I1', { branch, asOf, knownThrough })
        const sums = sumsOver(books, [branch], asOf)
        mustBeSame(page.sales, sums, `${branch} ${where}`)
        periodsWithSales += Object.values(sums).filter(({ sales }) => sales !== '0').length
      }
    }
  },
})

/** The branches stay in their zones. */
function withoutBranches(history: History): History {
  return history.filter(({ event }) => event.type !== 'BranchDefined')
}

test('month and year figures are sums over the movements, across clock changes and year ends, in three zones', async () => {
  const { seed, runs } = trials(150)
  await salesLaw.check({ seed, runs })
  ok(periodsWithSales > runs, `only ${periodsWithSales} periods with sales`)
})

const betweenLaw = defineLaw({
  name: 'sales between any two instants are sums over the movements',
  statement:
    'Sales and cost between two instants are those of the movements after the first and up to the second.',
  cases: fc.record({ history: anything, ends: fc.tuple(instants, instants) }),
  history: ({ history }) => lines(history),
  circumstances: ({ ends }) => JSON.stringify(ends),
  holds: async ({ history, ends }) => {
    const recorded = await recordedTwice([], history)
    if (!isAboutItem(recorded)) return
    const { inventory, entries } = recorded
    const [from = 0, to = 0] = ends.toSorted((a, b) => a - b)
    const { trades } = booksOf(entries, 'I1', to)
    mustBeSame(
      await inventory.itemSales('I1', { from, to }),
      figuresOf(trades.filter(({ at }) => at > from)),
      'the company',
    )
    for (const branch of branches) {
      const here = trades.filter((trade) => trade.branch === branch && trade.at > from)
      mustBeSame(await inventory.itemSales('I1', { from, to, branch }), figuresOf(here), branch)
    }
  },
})

test('sales between any two instants are sums over the movements', () => betweenLaw.check(trials(100)))

let lotsSeen = 0

const lotsLaw = defineLaw({
  name: 'lots sum',
  statement:
    'Lots and what is in none, each followed by itself, are what the page tells, and sum to on hand.',
  cases: fc.record({ history: anything, looks }),
  history: ({ history }) => lines(history),
  circumstances: ({ looks }) => JSON.stringify(looks),
  holds: async ({ history, looks }) => {
    const recorded = await recordedTwice(branchesDefined, history)
    if (!isAboutItem(recorded)) return
    for (const look of looks) {
      const { books, knownThrough } = lookAt(recorded, look)
      const pages = await recorded.inventory.itemSnapshot('I1', { asOf: look.asOf, knownThrough })
      for (const page of [pages.company, ...pages.branches]) mustSum(page)
      for (const branch of branches) {
        const page = await recorded.inventory.itemSnapshot('I1', { branch, asOf: look.asOf, knownThrough })
        mustSum(page)
        lotsSeen += page.lots.length
        mustBeSame(quantitiesOf(page), quantitiesIn(books, branch), branch)
      }
    }
  },
})

function mustSum({ lots, quantities, branch }: ItemSnapshot): void {
  if (lots.length === 0) return
  let sum = 0n
  for (const { quantity } of lots) sum += millionthsOf(quantity)
  mustBeSame(formatMicros(sum), quantities.onHand, `lots at ${branch ?? 'all branches'}`)
}

function millionthsOf(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}

/** By lot, `''` for none; where no lot has anything, all of it is in none. */
function quantitiesOf({ lots, quantities }: ItemSnapshot): ReadonlyMap<string, string> {
  if (lots.length > 0) return new Map(lots.map(({ lot, quantity }) => [lot ?? '', quantity]))
  return new Map(quantities.onHand === '0' ? [] : [['', quantities.onHand]])
}

function quantitiesIn(books: Books, branch: string): ReadonlyMap<string, string> {
  const place = books.places.get(branch)
  const all = [...(place?.lots ?? []), ['', place?.noLot ?? 0n] as const]
  return new Map(
    all.filter(([, quantity]) => quantity !== 0n).map(([lot, quantity]) => [lot, formatMicros(quantity)]),
  )
}

test('lots never fail to sum, through transfers, counts, returns, corrections and negative stock', async () => {
  const { seed, runs } = trials(150)
  await lotsLaw.check({ seed, runs })
  ok(lotsSeen > runs, `only ${lotsSeen} lots`)
})

test('a local calendar of its own tells months apart', () => {
  equal(localMonth('America/New_York', Date.parse('2027-01-01T04:59:59.999Z')), '2026-12')
  equal(localMonth('Australia/Lord_Howe', Date.parse('2026-12-31T13:00Z')), '2027-01')
  equal(monthBefore('2027-01'), '2026-12')
})

test.run()
