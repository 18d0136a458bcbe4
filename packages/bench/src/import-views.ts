import { sqliteLog } from '@tidemark/log'
import { Decimal, openInventory } from 'tidemark'
import { type Figure, round } from './figure.ts'
import { median, timed } from './stopwatch.ts'

/** Views of the year of the large real file, and its bridge, which must add up. */
export async function viewsOfImport(log: string): Promise<readonly Figure[]> {
  const inventory = openInventory({ log: await sqliteLog({ path: log, readOnly: true }) })
  const first = await timed(async () => (await inventory.asOf('2011-12-31T00:00:00Z')).each(() => {}))
  const times: number[] = []
  for (let month = 1; month <= 12; month++) {
    const instant = Date.UTC(2011, month - 1, 10, month)
    times.push((await timed(async () => (await inventory.asOf(instant)).each(() => {}))).ms)
  }
  const opening = await inventory.asOf('2010-12-31T23:59:59.999Z')
  const bridge = await timed(
    async () => inventory.compare(opening, await inventory.asOf('2011-12-31T23:59:59.999Z')).bridge,
  )
  const closing = bridge.result.at(-1)
  const lines = bridge.result.slice(0, -1)
  for (const figure of ['quantity', 'value'] as const) {
    const sum = Decimal.sum(...lines.map((line) => line[figure]))
    if (sum.toFixed() !== closing?.[figure]) throw new Error(`the bridge does not add up in ${figure}`)
  }
  await inventory.close()
  return [
    { name: 'import-first-view', value: round(first.ms), unit: 'ms' },
    { name: 'import-view', value: round(median(times)), unit: 'ms' },
    { name: 'import-view-slowest', value: round(Math.max(...times)), unit: 'ms' },
    { name: 'import-bridge', value: round(bridge.ms), unit: 'ms' },
  ]
}
