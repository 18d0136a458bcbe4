import { sqliteCache } from '@tidemark/log'
import { type Inventory, openInventory } from 'tidemark'
import { type Figure, round } from '../figure.ts'
import { median, timed } from '../stopwatch.ts'
import { lastInstant, randomOf } from '../trade.ts'
import { openLog, type Scene } from './scene.ts'

const DAY = 86_400_000

/** Views of a large log in one process that has it at hand. */
export async function benchViews(scene: Scene): Promise<readonly Figure[]> {
  const inventory = openInventory({
    log: await openLog(scene),
    cache: sqliteCache({ path: scene.cache }),
    clock: () => lastInstant,
  })
  const random = randomOf(3)
  const instants = Array.from({ length: 20 }, () => Math.floor(lastInstant - random() * 730 * DAY))
  await fullView(inventory, lastInstant)
  const monthAgo = new Date(lastInstant - 30 * DAY).toISOString()
  const views = await medianOf(instants, (asOf) => fullView(inventory, asOf))
  const known = await medianOf(instants, (asOf) => fullView(inventory, asOf, monthAgo))
  const trend = await timed(async () => {
    for (let month = 1; month <= 24; month++) {
      const view = await inventory.asOf(Date.UTC(2024, month, 1) - 1)
      view.totals({ by: ['branch', 'group'] })
    }
  })
  const late = await medianOf([1, 2, 3, 4, 5, 6, 7], async (n) => {
    const entries = lateEntries(1, `one${n}`)
    await inventory.record(entries)
    return async () => (await inventory.asOf(lastInstant)).item(entries[0]?.item ?? '')
  })
  await inventory.record(lateEntries(10_000, 'many'))
  const batch = await timed(() => fullView(inventory, lastInstant))
  const again = await timed(() => fullView(inventory, lastInstant))
  await inventory.close()
  return [
    { name: 'view', value: round(views), unit: 'ms' },
    { name: 'view-known-through', value: round(known), unit: 'ms' },
    { name: 'late-entry', value: round(late), unit: 'ms' },
    { name: 'late-batch', value: round(batch.ms - again.ms), unit: 'ms' },
    { name: 'trend', value: round(trend.ms), unit: 'ms' },
  ]
}

/** Every field of every level. */
async function fullView(inventory: Inventory, asOf: number, knownThrough?: string): Promise<undefined> {
  const view = await inventory.asOf(asOf, { knownThrough })
  view.each(() => {})
}

/** The median time of a work for each input; where it gives back another work, that one alone is timed. */
async function medianOf<Input>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<(() => Promise<unknown>) | undefined>,
): Promise<number> {
  const times: number[] = []
  for (const input of inputs) {
    const whole = await timed(() => work(input))
    const rest = whole.result
    times.push(rest === undefined ? whole.ms : (await timed(rest)).ms)
  }
  return median(times)
}

/** Sales over the last thirty days that nobody knew of. */
function lateEntries(count: number, name: string) {
  const random = randomOf(count)
  return Array.from({ length: count }, (_, n) => ({
    id: `late-${name}-${n}`,
    type: 'StockSold' as const,
    occurredAt: new Date(lastInstant - 30 * DAY + Math.floor((n / count) * 29 * DAY)).toISOString(),
    item: `I${Math.floor(10_000 * random() ** 2)}`,
    branch: `B${Math.floor(10 * random())}`,
    quantity: '1',
    netAmount: '9.99',
  }))
}
