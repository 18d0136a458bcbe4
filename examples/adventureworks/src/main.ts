/** Records four years of purchasing and the counts, and asks what came of them. */
import { memoryLog } from '@tidemark/log'
import { columnsOf, textTable } from '@tidemark/tabular'
import { type BridgeLine, type OrderRow, openInventory } from 'tidemark'
import { counts, purchases } from './movements.ts'

/** After the last delivery. */
const END = '2026-01-01T00:00:00Z'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function table<Row>(rows: readonly Row[], columns: Parameters<typeof textTable<Row>>[1]): void {
  for (const line of textTable(() => rows, columns)) process.stdout.write(`  ${line}`)
}

const inventory = openInventory({ log: memoryLog() })
for (const events of [purchases(), counts()]) {
  const { imported, refused } = await inventory.importEvents(events)
  say(`imported ${imported}, refused ${refused}`)
}

const view = await inventory.asOf(END)
say('\nWhat was received, rejected and kept')
const { bridge } = inventory.compare(await inventory.asOf('2022-01-01T00:00:00Z'), view)
table(bridge, columnsOf<BridgeLine>({ line: 'text', quantity: 'number', value: 'number' }))

const orders = view.orders()
const isShort = ({ short }: OrderRow) => short !== '0'
const open = orders.filter(({ onOrder }) => onOrder !== '0')
say(
  `\n${orders.length} order lines: ${orders.filter(isShort).length} ended short, ${open.length} are still open`,
)
table(
  open.slice(0, 5),
  columnsOf<OrderRow>({
    purchaseOrder: 'text',
    line: 'text',
    item: 'text',
    ordered: 'number',
    received: 'number',
    onOrder: 'number',
  }),
)

const sheet = await inventory.counts.sheet({ branch: 'Tool Crib', asOf: END })
say(
  `\nTool Crib: ${sheet.totals.counted} items counted, ${sheet.totals.gainQuantity} pieces, none of them expected there`,
)
