import { execFile } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { convert } from '@tidemark/example-online-retail'
import { sqliteLog } from '@tidemark/log'
import { Decimal, openInventory } from 'tidemark'
import { type Figure, round, type Skipped } from './figure.ts'
import { withFolder } from './scratch.ts'
import { median, timed } from './stopwatch.ts'

const run = promisify(execFile)
const beside = path.resolve(
  import.meta.dirname,
  '../../../../shared/data/online-retail/online-retail-all.csv.gz',
)
const largeFile = process.env.TIDEMARK_ONLINE_RETAIL ?? beside

/** The large real file: imported durably, viewed at any instant, its year bridged. */
export async function benchImport(): Promise<readonly (Figure | Skipped)[]> {
  if (!existsSync(largeFile)) return [{ name: 'import', skipped: 'TIDEMARK_ONLINE_RETAIL names no file' }]
  return withFolder(async (folder) => {
    const file = path.join(folder, 'movements.jsonl')
    const log = path.join(folder, 'log.db')
    const { movements } = await convert(largeFile)
    await pipeline(Readable.from(linesOf(movements)), createWriteStream(file))
    const program = path.join(import.meta.dirname, 'import-process.ts')
    const { stdout } = await run(process.execPath, ['--conditions=@tidemark/source', program, log, file])
    const { imported, refused, ms, peakMegabytes } = JSON.parse(stdout)
    if (refused > 0) throw new Error(`${refused} movements refused`)
    return [
      { name: 'import', value: round((imported / ms) * 1000), unit: 'movements/s' },
      { name: 'import-memory', value: round(peakMegabytes), unit: 'MB' },
      ...(await viewsOf(log)),
    ]
  })
}

async function* linesOf(movements: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const movement of movements) yield `${JSON.stringify(movement)}\n`
}

async function viewsOf(log: string): Promise<readonly Figure[]> {
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
