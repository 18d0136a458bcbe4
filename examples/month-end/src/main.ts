/**
 * A real year at high speed: thirteen month ends, every stock-out, and a worker that is killed again and again.
 *
 * `npm start -w @tidemark/example-month-end [-- SEED]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { columnsOf, textTable } from '@tidemark/tabular'
import { formatInstant, type Snapshot } from 'tidemark'
import { replayYear } from './replay.ts'

const seed = Number(process.argv[2] ?? 20111209)
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-month-end-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const say = (text: string) => process.stdout.write(`${text}\n`)

function table(rows: readonly Record<string, string>[]): void {
  const kinds = Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, 'text'] as const))
  for (const line of textTable(() => rows, columnsOf<Record<string, string>>(kinds)))
    process.stdout.write(`  ${line}`)
}

const started = performance.now()
const { inventory, kills } = await replayYear({
  log: path.join(folder, 'year.db'),
  checkpoint: path.join(folder, 'worker.position'),
  seed,
})
const snapshots = (await inventory.snapshots.list()).toSorted((a, b) => a.asOf - b.asOf)
const of = (kind: Snapshot['cause']['kind']) => snapshots.filter(({ cause }) => cause.kind === kind)

say('Month ends, by a schedule:')
const rows: Record<string, string>[] = []
for (const { id, name, asOf, totals, digest } of of('schedule')) {
  const { ok } = await inventory.snapshots.verify(id)
  const { onHand, value } = totals
  rows.push({
    name,
    asOf: formatInstant(asOf),
    onHand,
    value,
    digest: digest.slice(0, 12),
    verified: ok ? 'yes' : 'NO',
  })
}
table(rows)

const outs = of('trigger')
say(`\nStock-outs, by a trigger: ${outs.length}, the first of them:`)
table(
  outs.slice(0, 5).map(({ name, asOf, cause, totals }) => ({
    name,
    asOf: formatInstant(asOf),
    event: cause.event ?? '',
    onHand: totals.onHand,
  })),
)
const seconds = ((performance.now() - started) / 1000).toFixed(1)
say(`\nThe worker was killed ${kills} times (seed ${seed}); ${seconds} s.`)
await inventory.close()
