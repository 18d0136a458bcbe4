import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import { run } from '@tidemark/cli'
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { formatMicros, toMicros } from 'tidemark'
import { expect, it } from 'vitest'
import type { Stage } from './stage.ts'

/** A level as `tidemark levels --format jsonl` prints it. */
interface Printed {
  readonly item: string
  readonly branch: string
  readonly onHand: string
  readonly value: string
  readonly averageCost: string | null
  readonly available: string
  readonly onOrder: string
}

/** Runs the command as a process would, but in this one: only the start of Node is left out. */
async function tidemark(args: readonly string[]): Promise<string> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const printed = text(stdout)
  const complaints = text(stderr)
  const never = () => () => {}
  const code = await run(args, {
    stdin: Readable.from([]),
    stdout,
    stderr,
    log: undefined,
    debug: true,
    now: Date.now,
    onInterrupt: never,
    onTerminate: never,
  })
  stdout.end()
  stderr.end()
  if (code !== 0) throw new Error(await complaints)
  return printed
}

/** What the page shows of each row in sight, without the thousands separators of the viewer. */
const ROWS = `(() => {
  const table = document.querySelector('table[aria-label="Levels"]')
  const from = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent.startsWith('Item'))
  return [...table.querySelectorAll('tbody tr:not(.spacer)')].map((row) =>
    [...row.cells].slice(from, from + 8).map((cell) => cell.textContent.replaceAll(',', '')))
})()`

const TOTALS = `[...document.querySelectorAll('.totals dd')].map((one) => one.textContent.replaceAll(',', ''))`

/** Amounts have two decimals on the page at least, and as many more as they have. */
function amount(decimal: string | null): string {
  if (decimal === null) return '–'
  const [whole, decimals = ''] = decimal.split('.')
  return `${whole}.${decimals.padEnd(2, '0')}`
}

function asShown({ item, branch, onHand, value, averageCost, available, onOrder }: Printed) {
  return [item, branch, onHand, amount(value), amount(averageCost), available, onOrder]
}

/** So many rows are in sight at least, where there are so many. */
const IN_SIGHT = 20

/** What the page shows now: the totals, and as much of what was printed as there are rows in sight. */
async function shownBy(page: Page, printed: readonly Printed[]) {
  const rows: readonly string[][] = await page.evaluate(ROWS)
  const totals: readonly string[] = await page.evaluate(TOTALS)
  // The name is not among what the command prints.
  const shown = rows.map(([item, _name, ...rest]) => [item, ...rest])
  const wanted = printed.slice(0, Math.max(rows.length, Math.min(IN_SIGHT, printed.length))).map(asShown)
  return { totals, rows: isDeepStrictEqual(shown, wanted) ? 'as printed' : shown }
}

export function figuresProof(stage: () => Stage): void {
  it('shows what the command prints, at fifty random instants of the year', async () => {
    const { page, log, folder, goTo } = stage()
    const common = ['--log', log, '--cache', path.join(folder, 'commands.cache')]
    const year = { min: new Date('2010-12-01T09:00Z'), max: new Date('2011-12-09T13:00Z') }
    for (const instant of fc.sample(fc.date({ ...year, noInvalidDate: true }), { numRuns: 50, seed: 2011 })) {
      const view = ['--as-of', instant.toISOString(), '--format', 'jsonl']
      const levels = await tidemark([...common, 'levels', ...view])
      const printed = levels
        .trim()
        .split('\n')
        .map((line): Printed => JSON.parse(line))
      const sum = (of: 'onHand' | 'value') =>
        formatMicros(printed.reduce((sum, row) => sum + toMicros(row[of]), 0n))
      const items = new Set(printed.map(({ item }) => item)).size
      await goTo(`/levels?at=${instant.toISOString()}`)
      await expect
        .poll(() => shownBy(page, printed), { interval: 10, message: instant.toISOString(), timeout: 10_000 })
        .toEqual({
          totals: [sum('onHand'), amount(sum('value')), String(items), String(printed.length)],
          rows: 'as printed',
        })
    }
  })
}
