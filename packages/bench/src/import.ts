import { execFile } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { convert } from '@tidemark/example-online-retail'
import { type Benchmark, type Figure, perSecond, round, type Skipped } from './figure.ts'
import { viewsOfImport } from './import-views.ts'
import { withFolder } from './scratch.ts'
import { tradeOf } from './trade.ts'

const run = promisify(execFile)
const program = path.join(import.meta.dirname, 'import-process.ts')
const beside = path.resolve(
  import.meta.dirname,
  '../../../../shared/data/online-retail/online-retail-all.csv.gz',
)
/** The large real file, where it is at hand. */
export const largeFile = process.env.TIDEMARK_ONLINE_RETAIL ?? beside

const ofTheLargeFile = [
  'import',
  'import-and-view',
  'import-memory',
  'import-first-view',
  'import-view',
  'import-view-slowest',
  'import-bridge',
  'import-view-wait',
  'import-blocked',
]

/** Movement files, imported durably: the large real one, and the made-up trade where that is not at hand. */
export const importing: Benchmark = {
  figures: [...ofTheLargeFile, 'import-trade'],
  async *run(movements, isWanted) {
    if (ofTheLargeFile.some(isWanted)) yield* await benchLargeFile()
    if (isWanted('import-trade')) yield await benchTrade(movements)
  },
}

interface Imported {
  readonly imported: number
  readonly refused: number
  readonly ms: number
  readonly cpu: number
  readonly untilViewed: number
  readonly peakMegabytes: number
  readonly longestWait: number
  readonly longestBlocked: number
}

async function importInProcess(
  log: string,
  file: string,
  then: 'view' | 'views' | '' = '',
): Promise<Imported> {
  const { stdout } = await run(process.execPath, ['--conditions=@tidemark/source', program, log, file, then])
  const imported: Imported = JSON.parse(stdout)
  if (imported.refused > 0) throw new Error(`${imported.refused} movements refused`)
  return imported
}

/** The large real file: imported durably, viewed at any instant and on the way, its year bridged. */
function benchLargeFile(): Promise<readonly (Figure | Skipped)[]> {
  return withFolder(async (folder) => {
    if (!existsSync(largeFile)) return [{ name: 'import', skipped: 'TIDEMARK_ONLINE_RETAIL names no file' }]
    const file = path.join(folder, 'movements.jsonl')
    const log = path.join(folder, 'log.db')
    const { movements } = await convert(largeFile)
    await pipeline(Readable.from(linesOf(movements)), createWriteStream(file))
    const imported = await importInProcess(log, file, 'view')
    const viewed = await importInProcess(path.join(folder, 'viewed.db'), file, 'views')
    return [
      rateOf('import', imported),
      {
        name: 'import-and-view',
        value: round(perSecond(imported.imported, imported.untilViewed)),
        unit: 'movements/s',
      },
      { name: 'import-memory', value: round(imported.peakMegabytes), unit: 'MB' },
      ...(await viewsOfImport(log)),
      { name: 'import-view-wait', value: round(viewed.longestWait), unit: 'ms' },
      { name: 'import-blocked', value: round(viewed.longestBlocked), unit: 'ms' },
    ]
  })
}

function benchTrade(movements: number): Promise<Figure> {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'trade.jsonl')
    await writeTrade(file, movements)
    return rateOf('import-trade', await importInProcess(path.join(folder, 'log.db'), file))
  })
}

/** Writes a made-up trade as a movement file. */
export function writeTrade(file: string, movements: number): Promise<void> {
  return pipeline(Readable.from(linesOf(tradeOf({ movements, seed: 2 }))), createWriteStream(file))
}

function rateOf(name: string, { imported, ms, cpu }: Imported): Figure {
  return { name, value: round(perSecond(imported, ms)), unit: 'movements/s', cpu: round(cpu) }
}

/** Movements as the lines of a movement file. */
export async function* linesOf(movements: AsyncIterable<object> | Iterable<object>): AsyncGenerator<string> {
  for await (const movement of movements) yield `${JSON.stringify(movement)}\n`
}
