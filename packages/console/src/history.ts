import { setImmediate as turn } from 'node:timers/promises'
import type { Inventory, InventoryView } from 'tidemark'
import { type Histogram, histogram } from './histogram.ts'

/** When what happened, for the bar behind the slider. */
export interface History {
  /** When movements occurred that are known to a view of everything; those of an earlier one are not gone through again. */
  upTo(view: InventoryView, inventory: Inventory): Promise<Histogram>
}

interface Counted {
  readonly view: InventoryView
  readonly times: Histogram
}

/** Keeps the history of an inventory: what is asked for again costs what was recorded since. */
export function historyKept(): History {
  let kept: Counted | undefined
  let counting: Promise<void> = Promise.resolve()

  async function count(view: InventoryView, inventory: Inventory): Promise<void> {
    if (kept !== undefined && kept.view.position >= view.position) return
    const changed =
      kept && (await inventory.itemsRecorded({ after: kept.view.position, through: view.position }))
    const before = kept
    // Broken off half way, it would be of no moment.
    kept = undefined
    kept = before && changed ? await countedOn(before, view, [...changed]) : await countedAnew(view)
  }

  return {
    async upTo(view, inventory) {
      // One after another: each goes on from where the one before it ended, or from where it was when that one failed.
      counting = counting.catch(() => undefined).then(() => count(view, inventory))
      await counting
      return kept?.times ?? histogram()
    },
  }
}

async function countedAnew(view: InventoryView): Promise<Counted> {
  const times = histogram()
  await inTurns(view.stock.units(), (item) => {
    for (const instant of timesOf(view, item)) times.add(instant)
  })
  return { view, times }
}

async function countedOn({ view: before, times }: Counted, view: InventoryView, changed: readonly string[]) {
  let isWhole = true
  await inTurns(changed, (item) => {
    for (const instant of timesOf(before, item)) isWhole = times.remove(instant) && isWhole
    for (const instant of timesOf(view, item)) times.add(instant)
  })
  return isWhole ? { view, times } : countedAnew(view)
}

/** What moves goods or their value; the rest defines, reserves or plans. */
const movements: ReadonlySet<string> = new Set([
  'StockReceived',
  'StockSold',
  'StockReturnedByCustomer',
  'StockReturnedToSupplier',
  'StockTransferred',
  'StockAdjusted',
  'CountPosted',
  'CountsInitialised',
  'CostRevalued',
  'ReceiptCostAdjusted',
  'LateChargeArrived',
])

function* timesOf({ stock }: InventoryView, item: string): Generator<number, void, undefined> {
  for (const { type, occurredAt } of stock.facts(item)) if (movements.has(type)) yield occurredAt
}

/** So long at most is nobody else served, in milliseconds. */
const PATIENCE = 10

async function inTurns(items: readonly string[], work: (item: string) => void): Promise<void> {
  let begun = performance.now()
  for (const item of items) {
    work(item)
    if (performance.now() - begun < PATIENCE) continue
    await turn()
    begun = performance.now()
  }
}
