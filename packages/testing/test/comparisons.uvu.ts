import { strict as assert } from 'node:assert'
import { type EventLog, memoryLog } from '@tidemark/log'
import { formatMicros, type Micros, toMicros } from '@tidemark/projection'
import { arbitraryHistory, type History } from '@tidemark/testing'
import fc from 'fast-check'
import {
  bridgeKinds,
  calendarRhythms,
  formatInstant,
  type Grouping,
  groupings,
  type Inventory,
  openInventory,
  type Recorded,
  type StockPart,
  type TimelineOptions,
  type TrendRow,
} from 'tidemark'
import { suite } from 'uvu'
import { trials } from './trials.ts'

interface Recording {
  readonly inventory: Inventory
  readonly log: EventLog
  readonly clock: () => number
  readonly places: readonly Recorded[]
  /** The instants at which anything happened. */
  readonly instants: readonly number[]
  /** Records more, as time goes by. */
  record(history: History): Promise<void>
}

/** An inventory in which a history was recorded as time went by. */
async function recorded(history: History, timeline: TimelineOptions = {}): Promise<Recording> {
  let now = 0
  const clock = () => now
  const log = memoryLog({ clock })
  const inventory = openInventory({ log, clock, timeline })
  const places: Recorded[] = []
  const record = async (entries: History) => {
    for (const { recordedAt, event } of entries) {
      now = Math.max(now, Date.parse(recordedAt))
      places.push(...(await inventory.record(event)))
    }
  }
  await record(history)
  const happened = new Set(history.map(({ event }) => Date.parse(String(event.occurredAt))))
  return { inventory, log, clock, places, instants: [...happened].sort((a, b) => a - b), record }
}

function sumOf(amounts: readonly string[]): string {
  return formatMicros(amounts.reduce<Micros>((sum, amount) => sum + toMicros(amount), 0n))
}

const picks = fc.nat({ max: 1_000_000 })
const pick = <T>(values: readonly T[], number: number): T | undefined => values[number % values.length]

/** Checks a property as the other suites do: seeded, and repeatable. */
async function holds<Case>(
  cases: fc.Arbitrary<Case>,
  runs: number,
  check: (example: Case) => Promise<void>,
): Promise<void> {
  const { seed, runs: numRuns } = trials(runs)
  await fc.assert(fc.asyncProperty(cases, check), { seed, numRuns })
}

const comparisons = suite('comparisons of any history')

comparisons('the movements behind a line of the bridge add up to it, in every part', async () => {
  const cases = fc.record({
    history: arbitraryHistory({ size: 20 }),
    from: picks,
    to: picks,
    known: picks,
    knownLater: picks,
    part: picks,
    supposed: fc.boolean(),
  })
  await holds(cases, 60, async ({ history, from, to, known, knownLater, part, supposed }) => {
    const { inventory, places, instants } = await recorded(history)
    const [first, last] = [pick(instants, from), pick(instants, to)].sort((a = 0, b = 0) => a - b)
    if (first === undefined || last === undefined) return
    let opening = await inventory.asOf(first, { knownThrough: pick(places, known) })
    const closing = await inventory.asOf(last, { knownThrough: pick(places, knownLater) })
    if (supposed) {
      opening = opening.with([
        {
          id: 'supposed',
          type: 'StockAdjusted',
          occurredAt: formatInstant(first),
          item: pick(opening.stock.units(), part) ?? 'a',
          branch: 'somewhere',
          quantity: '2',
          unitCost: '3',
          reason: 'what if',
        },
      ])
    }
    const comparison = inventory.compare(opening, closing)
    const row = pick(comparison.rows, part)
    const parts: StockPart[] = [
      {},
      { item: row?.item },
      { branch: row?.branch },
      { item: row?.item, branch: row?.branch },
    ]
    for (const one of parts) {
      const { lines } = comparison.bridgeOf(one)
      for (const kind of bridgeKinds) {
        const line = lines.find((other) => other.kind === kind) ?? { quantity: '0', value: '0' }
        const movements = comparison.movements(kind, one)
        assert.deepEqual(
          [
            kind,
            sumOf(movements.map(({ quantity }) => quantity)),
            sumOf(movements.map(({ value }) => value)),
          ],
          [kind, line.quantity, line.value],
        )
      }
      const rest = lines.filter(({ kind }) => kind !== 'closing')
      assert.equal(sumOf(rest.map(({ value }) => value)), lines.at(-1)?.value)
    }
  })
})

comparisons('the entries that explain a drift add up to it, and every row that drifted has one', async () => {
  const cases = fc.record({ history: arbitraryHistory({ size: 20 }), at: picks, known: picks })
  await holds(cases, 80, async ({ history, at, known }) => {
    const events = history.slice(0, (known % history.length) + 1)
    const { inventory, instants, record } = await recorded(events)
    const asOf = pick(instants, at)
    if (asOf === undefined) return
    const now = Math.max(...events.map(({ recordedAt }) => Date.parse(recordedAt)))
    if (asOf > now) return
    const { id } = await inventory.snapshots.create({ asOf })
    const before = await inventory.snapshots.read(id)
    const frozen = [...before.levels()]
    await record(history.slice(events.length))
    assert.deepEqual([...(await inventory.snapshots.read(id)).levels()], frozen)
    const { rows, bridge } = await inventory.snapshots.drift(id)
    for (const row of rows) {
      assert.notEqual(row.entries.length, 0, `${row.item} at ${row.branch} is not explained`)
      for (const [figure, of] of [
        ['onHand', 'quantity'],
        ['value', 'value'],
      ] as const) {
        const drifted = toMicros(row.now?.[figure] ?? '0') - toMicros(row.frozen?.[figure] ?? '0')
        assert.equal(sumOf(row.entries.map((entry) => entry[of])), formatMicros(drifted))
      }
    }
    const after = await inventory.asOf(asOf)
    assert.equal(rows.length === 0, before.digest().digest === after.digest().digest)
    assert.deepEqual(bridge, inventory.compare(before, after).bridge)
  })
})

comparisons.run()

const trends = suite('trends of any history')

trends('say at every point what a view of that instant says', async () => {
  const cases = fc.record({
    history: arbitraryHistory({ size: 30 }),
    every: fc.constantFrom(...calendarRhythms),
    zone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe'),
    by: fc.subarray<Grouping>([...groupings], { maxLength: 2 }),
    known: picks,
  })
  await holds(cases, 60, async ({ history, every, zone, by, known }) => {
    const { inventory, places, instants } = await recorded(history)
    const [from, to] = [instants[0], instants.at(-1)]
    if (from === undefined || to === undefined) return
    const knownThrough = pick(places, known)
    const day = 86_400_000
    const input = { from: Math.max(from, to - 60 * day), to: to + 40 * day, every, zone, by, knownThrough }
    const { rows } = await inventory.trend(input)
    for (const points of Map.groupBy(rows, ({ asOf }) => asOf).values()) {
      const [point] = points
      if (point === undefined) continue
      const now = await figuresOf(inventory, point.asOf, by, knownThrough)
      const before = await figuresOf(inventory, Date.parse(point.from) - 1, [], knownThrough)
      for (const row of points) {
        const { onHand, value } = now.get(keyOf(row, by)) ?? { onHand: 0n, value: 0n }
        assert.deepEqual([row.onHand, row.value], [formatMicros(onHand), formatMicros(value)])
      }
      const total = (figure: 'sales' | 'costOfSales') =>
        [...now.values()].reduce((sum, one) => sum + one[figure], 0n) - (before.get('[]')?.[figure] ?? 0n)
      assert.equal(sumOf(points.map(({ sales }) => sales)), formatMicros(total('sales')))
      assert.equal(sumOf(points.map(({ costOfSales }) => costOfSales)), formatMicros(total('costOfSales')))
    }
  })
})

/** Items put into other groups, everywhere or at one branch, right after things that happened to them. */
function regroupings(history: History, numbers: readonly number[]): History {
  return numbers.flatMap((number, index) => {
    const { recordedAt = '', event } = pick(history, number) ?? {}
    const last = history.at(-1)?.recordedAt ?? recordedAt
    if (event === undefined || !('item' in event) || !('branch' in event)) return []
    const { item, branch, occurredAt } = event
    const group = `group ${number % 5}`
    const given = number % 3 === 0 ? { branches: { [String(branch)]: { group } } } : { group }
    return {
      recordedAt: last,
      event: {
        type: 'ItemDefined' as const,
        id: `regrouping ${index}`,
        occurredAt,
        item: String(item),
        ...given,
      },
    }
  })
}

trends('are the same whatever was added up for others before', async () => {
  const asked = fc.record({
    every: fc.constantFrom('day', 'week', 'month-end'),
    zone: fc.constantFrom('UTC', 'Australia/Lord_Howe'),
    by: fc.subarray<Grouping>(['group', 'branch', 'item']),
    days: fc.integer({ min: 5, max: 60 }),
  })
  const cases = fc.record({
    history: arbitraryHistory({ size: 50 }),
    regrouped: fc.array(picks, { maxLength: 6 }),
    asked: fc.array(asked, { minLength: 2, maxLength: 6 }),
    sliceFacts: fc.integer({ min: 1, max: 12 }),
    late: picks,
  })
  await holds(cases, 120, async ({ history, regrouped, asked, sliceFacts, late }) => {
    const cut = late % (history.length + 1)
    const timeline = { sliceFacts, keyframeFacts: 1, looseFacts: 0, readsBeforeVersions: 0 }
    const { inventory, log, clock, record } = await recorded(history.slice(0, cut), timeline)
    const last = Math.max(0, ...history.map(({ event }) => Date.parse(String(event.occurredAt))))
    const day = 86_400_000
    const compare = async () => {
      for (const { days, ...input } of asked) {
        const span = { from: Math.max(0, last - days * day), to: last + day }
        const another = openInventory({ log, clock, timeline: { slices: false } })
        assert.deepEqual(
          await inventory.trend({ ...input, ...span }),
          await another.trend({ ...input, ...span }),
        )
      }
    }
    await compare()
    await record([...history.slice(cut), ...regroupings(history, regrouped)])
    await compare()
  })
})

trends.run()

interface Stock {
  onHand: Micros
  value: Micros
  sales: Micros
  costOfSales: Micros
}

function keyOf(row: TrendRow, by: readonly Grouping[]): string {
  return JSON.stringify(by.map((one) => row[one] ?? null))
}

/** What a view says of each group, added up by hand. */
async function figuresOf(
  inventory: Inventory,
  asOf: string | number,
  by: readonly Grouping[],
  knownThrough: Recorded | undefined,
): Promise<ReadonlyMap<string, Stock>> {
  const view = await inventory.asOf(asOf, { knownThrough })
  const groups = new Map<string, Stock>()
  view.stock.each((item, records) => {
    const definition = records.item.find('item')
    records.branch.each((branch, record) => {
      const there = records.override.find(branch)?.attributes ?? {}
      const key = by.map((one) => {
        if (one === 'item') return item
        if (one === 'branch') return branch
        return there[one] ?? definition?.[one] ?? null
      })
      const text = JSON.stringify(key)
      const sum = groups.get(text) ?? { onHand: 0n, value: 0n, sales: 0n, costOfSales: 0n }
      groups.set(text, sum)
      sum.onHand += record.onHand
      sum.value += record.value
      sum.sales += record.sales
      sum.costOfSales += record.costOfSales
    })
  })
  return groups
}
