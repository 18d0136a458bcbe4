/**
 * `npm run -s bench -- [--only NAME] [--movements N]`: one JSON object a line, figures beside what one would pick
 * instead, measured in the same run. Ratios are worth keeping, absolute times are not.
 */
import { parseArgs } from 'node:util'
import { benchAppend } from './append.ts'
import { benchEventStoreDb } from './eventstoredb.ts'
import { benchEventStoreDbMemory } from './eventstoredb-memory.ts'
import type { Figure, Skipped } from './figure.ts'
import { benchImport } from './import.ts'
import { benchReplay } from './replay.ts'
import { benchTimeline, timelineFigures } from './timeline/main.ts'

const { values } = parseArgs({
  options: { only: { type: 'string' }, movements: { type: 'string', default: '200000' } },
})
const movements = Number(values.movements)

const benchmarks: Readonly<Record<string, () => Promise<readonly (Figure | Skipped)[]>>> = {
  append: async () => [await benchAppend(movements)],
  replay: () => benchReplay(movements),
  import: () => benchImport(),
  timeline: () => benchTimeline(movements),
  eventstoredb: () => benchEventStoreDb(movements),
  'eventstoredb-memory': () => benchEventStoreDbMemory(movements),
}

// Those over one large log are measured together; each can be asked for alone.
const only = timelineFigures.some((name) => name === values.only) ? 'timeline' : values.only
const wanted = only === undefined ? Object.keys(benchmarks) : [only]
for (const name of wanted) {
  const benchmark = benchmarks[name]
  if (benchmark === undefined || !(movements > 0)) {
    console.error(`bench: --only ${Object.keys(benchmarks).join('|')}, --movements above 0`)
    process.exit(2)
  }
  const isWanted = ({ name }: Figure | Skipped) => only === values.only || name.startsWith(values.only ?? '')
  for (const figure of (await benchmark()).filter(isWanted)) console.log(JSON.stringify(figure))
}
