import type { Micros } from '@tidemark/projection'
import type { Groups } from '../view/groups.ts'
import type { StockView } from '../view/view.ts'

/** What a trend looks at of an item at a branch, in micros; sales and their cost are all there ever were. */
export interface Sample {
  readonly onHand: Micros
  readonly value: Micros
  readonly sales: Micros
  readonly costOfSales: Micros
}

/** Takes the samples of an item at a branch at one instant and at the one before it, and the group it is in then. */
export type TakeSamples = (point: number, group: number, before: Sample, now: Sample) => void

export const NO_SAMPLE: Sample = { onHand: 0n, value: 0n, sales: 0n, costOfSales: 0n }

/** Whether there is anything in a sample. */
export function isNothing({ onHand, value, sales, costOfSales }: Sample): boolean {
  return onHand === 0n && value === 0n && sales === 0n && costOfSales === 0n
}

/**
 * Samples at instants in ascending order, each from a view of its own: as fast as views are, however long the history.
 * The first instant is where the others start from.
 */
export function* samplesOfViews(
  instants: readonly number[],
  groups: Groups,
  viewAt: (instant: number) => StockView,
  take: TakeSamples,
): Generator<void, void> {
  // By row: views of one timeline keep a record in the same row.
  let before: readonly (Sample | undefined)[] = []
  for (const [point, instant] of instants.entries()) {
    const view = viewAt(instant)
    yield* view.building()
    const { onHand, value, sales, costOfSales } = view.fields('branch')
    const now: (Sample | undefined)[] = []
    view.each((item, records) => {
      const groupAt = groups.ofItem(item, records)
      records.branch.eachRow((branch, row) => {
        const sample = {
          onHand: onHand(row),
          value: value(row),
          sales: sales(row),
          costOfSales: costOfSales(row),
        }
        now[row] = sample
        if (point > 0) take(point, groupAt(branch), before[row] ?? NO_SAMPLE, sample)
      })
    })
    before = now
    yield
  }
}

/**
 * The same samples from one pass over the movements, item by item: as fast as the history is long, however many the
 * instants. The view is as of the last of them.
 */
export function* samplesOfReplay(
  instants: readonly number[],
  groups: Groups,
  view: StockView,
  take: TakeSamples,
): Generator<void, void> {
  for (const item of view.units()) {
    const branches = new Map<string, Running>()
    let point = 0
    const passPoint = () => {
      for (const running of branches.values()) {
        const now = { ...running.sample }
        if (point > 0) take(point, running.group, running.last, now)
        running.last = now
      }
      point++
    }
    view.trace(item, (fact, effects, records) => {
      while (fact.occurredAt > (instants[point] ?? Infinity)) passPoint()
      const at = (branch: string): Running => {
        const known = branches.get(branch)
        if (known !== undefined) return known
        const running = {
          sample: { ...NO_SAMPLE },
          last: NO_SAMPLE,
          group: groups.ofItem(item, records)(branch),
        }
        branches.set(branch, running)
        return running
      }
      for (const effect of effects) {
        if (effect.effect !== 'moved') continue
        const { sample } = at(effect.branch)
        sample.onHand += effect.quantity
        sample.value += effect.value
      }
      if (fact.type === 'StockSold' || fact.type === 'StockReturnedByCustomer') {
        const record = records.branch.find(fact.branch)
        const { sample } = at(fact.branch)
        sample.sales = record?.sales ?? 0n
        sample.costOfSales = record?.costOfSales ?? 0n
      }
      if (fact.type === 'ItemDefined') {
        const groupAt = groups.ofItem(item, records)
        for (const [branch, running] of branches) running.group = groupAt(branch)
      }
    })
    while (point < instants.length) passPoint()
    yield
  }
}

interface Running {
  readonly sample: { -readonly [F in keyof Sample]: Micros }
  last: Sample
  group: number
}
