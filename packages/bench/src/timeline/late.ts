import { type Figure, round } from '../figure.ts'
import { median, timed } from '../stopwatch.ts'
import { lastInstant, randomOf } from '../trade.ts'
import { openScene, type Scene } from './scene.ts'

export const lateFigures = ['late-entry', 'late-batch'] as const

const DAY = 86_400_000

/** Views that are exact again after late entries over the last thirty days. */
export async function benchLate(scene: Scene): Promise<readonly Figure[]> {
  const inventory = await openScene(scene)
  const view = async () => (await inventory.asOf(lastInstant)).columns()
  await view()
  const single: number[] = []
  for (let n = 0; n < 31; n++) {
    const entries = lateEntries(1, `one${n}`)
    await inventory.record(entries)
    const item = entries[0]?.item ?? ''
    single.push((await timed(async () => (await inventory.asOf(lastInstant)).item(item))).ms)
  }
  await inventory.record(lateEntries(10_000, 'many'))
  const batch = await timed(view)
  // What every view takes anyway; of those right after a batch the first make ready for others.
  const later: number[] = []
  for (let n = 0; n < 7; n++) later.push((await timed(view)).ms)
  await inventory.close()
  return [
    { name: 'late-entry', value: round(median(single)), unit: 'ms' },
    { name: 'late-batch', value: round(batch.ms - median(later)), unit: 'ms' },
  ]
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
