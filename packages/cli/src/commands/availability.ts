import { columnsOf, formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Availability, InventoryView, StockFilter } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addViewOptions, caption, type ViewOptions, withView } from '../view.ts'

interface AvailabilityOptions extends ViewOptions, StockFilter {
  readonly channels?: boolean
}

const columns = columnsOf<Availability>({
  item: 'text',
  branch: 'text',
  onHand: 'number',
  reserved: 'number',
  held: 'number',
  safetyStock: 'number',
  available: 'number',
  unallocated: 'number',
})

/** What a channel can promise at a branch; no channel stands for what is set aside for none. */
interface ChannelRow {
  readonly item: string
  readonly branch: string
  readonly channel: string | null
  readonly allocated: string | null
  readonly reserved: string | null
  readonly available: string
}

const channelColumns = columnsOf<ChannelRow>({
  item: 'text',
  branch: 'text',
  channel: 'text',
  allocated: 'number',
  reserved: 'number',
  available: 'number',
})

/** `tidemark availability`: what can be promised. */
export function addAvailability(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('availability')
      .description('What can be promised: on hand less reserved, held and safety stock.')
      .option('--item <item>', 'this item only')
      .option('--branch <branch>', 'this branch only')
      .option('--channels', 'a row for each channel, and one for what is set aside for none'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<AvailabilityOptions>()
    const { item, branch, channels, format } = options
    await withView(cli, options, async (view, inventory) => {
      const filter = { item, branch }
      await cli.stdout.print(await caption(options, view, inventory))
      await cli.stdout.print(
        channels === true
          ? formatRows(format, () => channelRows(view, filter), channelColumns)
          : formatRows(format, () => view.availability(filter), columns),
      )
    })
  })
}

function* channelRows(view: InventoryView, filter: StockFilter): Generator<ChannelRow, void, undefined> {
  for (const { item, branch, channels, unallocated } of view.availability(filter)) {
    for (const channel of channels) yield { item, branch, ...channel }
    yield { item, branch, channel: null, allocated: null, reserved: null, available: unallocated }
  }
}
