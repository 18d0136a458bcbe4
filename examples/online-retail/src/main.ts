/**
 * The main job: a year of real trade recorded, frozen at thirteen month ends, verified, compared and written out.
 *
 * `npm start` at the root of the repository.
 */
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sqliteLog } from '@tidemark/log'
import { columnsOf, csv, jsonObject, textTable } from '@tidemark/tabular'
import { type BridgeLine, type Inventory, type LevelRow, openInventory, type Snapshot } from 'tidemark'
import { convert } from './convert.ts'
import { months, takeMonthEnd, ZONE } from './month-ends.ts'
import { dataFile, outFile, outFolder } from './paths.ts'
import { type MonthOfItem, monthsOf, worstMonth } from './story.ts'

const started = performance.now()
const count = new Intl.NumberFormat('en').format

function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** A heading with the time since the start, so that one sees where the time goes. */
function chapter(title: string): void {
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`
  say(`\n${title}${seconds.padStart(Math.max(2, 96 - title.length))}`)
  say('-'.repeat(96))
}

function table<Row>(rows: readonly Row[], columns: Parameters<typeof textTable<Row>>[1]): void {
  for (const line of textTable(() => rows, columns)) process.stdout.write(`  ${line}`)
}

async function writeMovements(): Promise<void> {
  const { survey, derived, movements } = await convert(dataFile)
  let written = 0
  async function* lines(): AsyncGenerator<string> {
    for await (const movement of movements) {
      written++
      yield `${JSON.stringify(movement)}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(outFile('movements.jsonl')))
  say(`  ${count(survey.lines)} invoice lines became ${count(written)} movements in out/movements.jsonl.`)
  say(`  ${count(derived)} of them are derived (opening stock, receipts, costs) and say so in their note:`)
  say('  the source has sales, returns and adjustments only, so stock values here are an illustration.')
}

async function recordMovements(inventory: Inventory): Promise<void> {
  const { imported, alreadyThere, refused } = await inventory.import(
    createReadStream(outFile('movements.jsonl')),
  )
  const head = await inventory.head()
  say(`  imported ${count(imported)}, already there ${count(alreadyThere)}, refused ${count(refused)}`)
  say(`  out/online-retail.db now holds ${count(head.events)} events.`)
}

async function takeSnapshots(inventory: Inventory): Promise<readonly Snapshot[]> {
  const snapshots: Snapshot[] = []
  const rows: Record<string, string>[] = []
  for (const month of months) {
    const snapshot = await takeMonthEnd(inventory, month)
    const { ok } = await inventory.snapshots.verify(snapshot.id)
    if (!ok) throw new Error(`${snapshot.name} does not verify`)
    snapshots.push(snapshot)
    const { onHand, value } = snapshot.totals
    rows.push({
      name: snapshot.name,
      asOf: new Date(snapshot.asOf).toISOString(),
      onHand,
      value,
      digest: snapshot.digest.slice(0, 12),
      verified: 'yes',
    })
  }
  table(
    rows,
    columnsOf<Record<string, string>>({
      name: 'text',
      asOf: 'text',
      onHand: 'number',
      value: 'number',
      digest: 'text',
      verified: 'text',
    }),
  )
  say(
    `  Each is a definition (${ZONE} month end, what was known, a digest), not a copy; each replay gave its digest.`,
  )
  return snapshots
}

async function compareYearEnds(inventory: Inventory, first: Snapshot, last: Snapshot): Promise<void> {
  const comparison = inventory.compare(
    await inventory.snapshots.read(first.id),
    await inventory.snapshots.read(last.id),
  )
  say(`  ${first.name} to ${last.name}`)
  table(comparison.bridge, columnsOf<BridgeLine>({ line: 'text', quantity: 'number', value: 'number' }))
  say('  Opening and every line add up to closing, to the last millionth.')
  await pipeline(Readable.from(jsonObject(comparison)), createWriteStream(outFile('year.json')))
}

async function tellStory(inventory: Inventory, last: Snapshot): Promise<void> {
  const view = await inventory.snapshots.read(last.id)
  const worst = worstMonth(
    view,
    view.totals({ by: ['item'] }).map(({ item }) => item ?? ''),
  )
  if (worst === null) return say('  Nothing was ever adjusted out.')
  const card = view.explain(worst.item)
  const all = monthsOf(card)
  const middle = all.findIndex(({ month }) => month === worst.month)
  say(
    `  ${worst.item} ${view.item(worst.item)?.name}: in ${worst.month} it lost ${worst.lost.toFixed(2)} to adjustments.`,
  )
  table(
    all.slice(Math.max(0, middle - 2), middle + 3),
    columnsOf<MonthOfItem>({
      month: 'text',
      received: 'number',
      sold: 'number',
      returned: 'number',
      adjusted: 'number',
      onHand: 'number',
      value: 'number',
    }),
  )
  say('\n  What was adjusted that month, from its stock card:')
  table(
    card.filter(({ type, occurredAt }) => type === 'StockAdjusted' && occurredAt.startsWith(worst.month)),
    columnsOf<(typeof card)[number]>({
      id: 'text',
      occurredAt: 'instant',
      quantity: 'number',
      onHand: 'number',
      value: 'number',
      averageCost: 'number',
      cost: 'number',
    }),
  )
}

async function writeLevels(inventory: Inventory, last: Snapshot): Promise<void> {
  const view = await inventory.snapshots.read(last.id)
  const columns = columnsOf<LevelRow>({
    item: 'text',
    branch: 'text',
    onHand: 'number',
    value: 'number',
    averageCost: 'number',
    lastReceiptCost: 'number',
    lastSoldOn: 'instant',
    lastReceiptOn: 'instant',
    available: 'number',
  })
  await pipeline(Readable.from(csv(view.levels(), columns)), createWriteStream(outFile('levels.csv')))
  const snapshots = { snapshots: await inventory.snapshots.list() }
  await pipeline(Readable.from(jsonObject(snapshots)), createWriteStream(outFile('snapshots.json')))
  say('  out/levels.csv        what was on hand at the last month end, with costs and dates')
  say('  out/year.json         the comparison of the year, row by row, and its bridge')
  say('  out/snapshots.json    the thirteen snapshots with their digests')
  say('  out/movements.jsonl   the movement file;  out/online-retail.db  the log itself')
}

mkdirSync(outFolder, { recursive: true })
for (const suffix of ['', '-wal', '-shm']) rmSync(outFile(`online-retail.db${suffix}`), { force: true })

say('Tidemark: inventory as of any moment. A year of real trade (Online Retail, D. Chen, CC BY 4.0).')
chapter('From invoice lines to movements')
await writeMovements()

const inventory = openInventory({ log: await sqliteLog({ path: outFile('online-retail.db') }) })
chapter('Recorded in an embedded log')
await recordMovements(inventory)
chapter('Thirteen month ends, frozen and verified')
const snapshots = await takeSnapshots(inventory)
const [first] = snapshots
const last = snapshots.at(-1)
if (first === undefined || last === undefined) throw new Error('no month ends')
chapter('What happened to the money')
await compareYearEnds(inventory, first, last)
chapter('One item around its worst month')
await tellStory(inventory, last)
chapter('Files')
await writeLevels(inventory, last)
await inventory.close()

chapter('What to try next')
say('  npx tidemark levels --log out/online-retail.db --as-of 2011-07-14T12:00:00Z')
say('  npx tidemark explain 85123A --log out/online-retail.db --as-of 2011-07-14T12:00:00Z')
say('  npx tidemark compare 2011-03 2011-06 --log out/online-retail.db')
say('  npx tidemark snapshot list --log out/online-retail.db')
say(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
