/** Records the movement file and asks a few questions of it. */
import { createReadStream } from 'node:fs'
import { memoryLog } from '@tidemark/log'
import { columnsOf, textTable } from '@tidemark/tabular'
import { type Availability, type OrderRow, openInventory, type ReorderRow } from 'tidemark'
import { movementFile } from './movements.ts'

/** After the last transaction. */
const END = '2006-05-01T00:00:00Z'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function table<Row>(rows: readonly Row[], columns: Parameters<typeof textTable<Row>>[1]): void {
  for (const line of textTable(() => rows, columns)) process.stdout.write(`  ${line}`)
}

const inventory = openInventory({ log: memoryLog() })
const report = await inventory.import(createReadStream(movementFile), { history: true })
say(`imported ${report.imported}, refused ${report.refused}`)

const view = await inventory.asOf(END)
const [totals] = view.totals()
const stock = [...view.availability()]
const available = stock.reduce((sum, row) => sum + Number(row.available), 0)
say(`\nOn hand ${totals?.onHand}, worth ${totals?.value}; available ${available}`)
table(
  stock.filter(({ reserved }) => reserved !== '0'),
  columnsOf<Availability>({ item: 'text', onHand: 'number', reserved: 'number', available: 'number' }),
)

say('\nStill on order')
table(
  view.orders({ open: true }),
  columnsOf<OrderRow>({
    purchaseOrder: 'text',
    line: 'text',
    item: 'text',
    ordered: 'number',
    onOrder: 'number',
  }),
)

say('\nTo be ordered')
table(
  [...view.reorder()],
  columnsOf<ReorderRow>({
    item: 'text',
    minimum: 'number',
    available: 'number',
    onOrder: 'number',
    suggested: 'number',
  }),
)

say('\nOn 1 February, as known')
for (const knownThrough of ['2006-02-01T00:00:00Z', '2006-03-22T17:00:00Z', END]) {
  const then = await inventory.asOf('2006-02-01T00:00:00Z', { knownThrough })
  say(`  through ${knownThrough}: ${then.totals()[0]?.onHand} on hand`)
}
