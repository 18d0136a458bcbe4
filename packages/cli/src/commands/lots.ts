import { columnsOf, formatRows } from '@tidemark/tabular'
import { type Command, InvalidArgumentError } from 'commander'
import type { LotRow } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

interface LotsOptions extends ViewOptions {
  readonly item?: string
  readonly branch?: string
  readonly expiring?: number
}

const columns = columnsOf<LotRow>({
  item: 'text',
  branch: 'text',
  lot: 'text',
  expiresOn: 'text',
  daysLeft: 'number',
  held: 'text',
  quantity: 'number',
  value: 'number',
})

/** `tidemark lots`: lots and what is in no lot; or those that expire soon. */
export function addLots(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('lots')
      .description('Lots of items that have any, with expiry; a row without a lot is what is in none.')
      .option('--item <item>', 'this item only')
      .option('--branch <branch>', 'this branch only')
      .option('--expiring <days>', 'only lots that expire within so many days or have expired', days),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LotsOptions>()
    const { item, branch, expiring, format } = options
    await withView(cli, options, async (view, inventory) => {
      const rows = view.lots({ item, branch, expiringWithin: expiring })
      await cli.stdout.print(await caption(options, view, inventory))
      await cli.stdout.print(formatRows(format, () => rows, columns))
    })
  })
}

function days(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It takes a number of days, such as 30.')
}
