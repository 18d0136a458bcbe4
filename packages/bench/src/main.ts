/**
 * `npm run -s bench -- [--only NAME]... [--movements N] [--scene FOLDER]`: one JSON object a line, figures beside what one would pick
 * instead, measured in the same run; at the end a table on the error output. Ratios are worth keeping, absolute times
 * are not.
 */
import { parseArgs } from 'node:util'
import { appending } from './append.ts'
import { consoleInBrowser } from './console/main.ts'
import { eventStoreDb } from './eventstoredb.ts'
import { eventStoreDbMemory } from './eventstoredb-memory.ts'
import type { Benchmark, Figure, Skipped } from './figure.ts'
import { importing } from './import.ts'
import { tableOf } from './table.ts'
import { overTime } from './timeline/main.ts'

const benchmarks: Readonly<Record<string, Benchmark>> = {
  timeline: overTime,
  append: appending,
  import: importing,
  console: consoleInBrowser,
  eventstoredb: eventStoreDb,
  'eventstoredb-memory': eventStoreDbMemory,
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    movements: { type: 'string', default: '200000' },
    // Where the made-up trade is kept: large ones take long to record.
    scene: { type: 'string' },
  },
})
const { only, scene } = values
const movements = Number(values.movements)

/** A name stands for the figure, for those named after it (`view-known-through`), or for a whole benchmark. */
function wants(benchmark: string): (figure: string) => boolean {
  return (figure) =>
    only === undefined ||
    only.some((name) => name === benchmark || name === figure || figure.startsWith(`${name}-`))
}

const wanted = Object.entries(benchmarks).filter(([name, { figures }]) => figures.some(wants(name)))
if (wanted.length === 0 || !Number.isSafeInteger(movements) || movements < 1000) {
  const names = Object.entries(benchmarks).flatMap(([name, { figures }]) => [name, ...figures])
  console.error(`bench: --movements N, 1000 or more; --scene FOLDER; --only ${[...new Set(names)].join('|')}`)
  process.exit(2)
}
const measured: (Figure | Skipped)[] = []
for (const [name, benchmark] of wanted) {
  for await (const figure of await benchmark.run(movements, wants(name), scene)) {
    if (!wants(name)(figure.name)) continue
    measured.push(figure)
    console.log(JSON.stringify(figure))
  }
}
console.error(`\n${tableOf(measured)}`)
