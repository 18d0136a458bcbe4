import { columnsOf, formatRows } from '@tidemark/tabular'
import { type Command, Option } from 'commander'
import type { OrderFilter, OrderRow, OrderStatus } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

type OrdersOptions = ViewOptions & OrderFilter

const statuses: readonly OrderStatus[] = ['draft', 'ordered', 'closed', 'cancelled']

const columns = columnsOf<OrderRow>({
  purchaseOrder: 'text',
  line: 'text',
  item: 'text',
  branch: 'text',
  supplier: 'text',
  status: 'text',
  dueOn: 'text',
  unitCost: 'number',
  ordered: 'number',
  received: 'number',
  onOrder: 'number',
  over: 'number',
  short: 'number',
})

/** `tidemark orders`: purchase order lines with what was received against them. */
export function addOrders(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('orders')
      .description('Purchase order lines: ordered, received, still on order, over and short.')
      .option('--open', 'only lines of which something is still to come')
      .option('--item <item>', 'this item only')
      .option('--branch <branch>', 'this branch only')
      .option('--purchase-order <number>', 'this order only')
      .option('--supplier <supplier>', 'this supplier only')
      .addOption(new Option('--status <status>', 'lines of this status only').choices(statuses)),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<OrdersOptions>()
    const { open, item, branch, purchaseOrder, supplier, status, format } = options
    await withView(cli, options, async (view, inventory) => {
      const rows = view.orders({ open, item, branch, purchaseOrder, supplier, status })
      await cli.stdout.print(await caption(options, view, inventory))
      await cli.stdout.print(formatRows(format, () => rows, columns))
    })
  })
}
