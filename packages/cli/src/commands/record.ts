import { columnsOf, formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import { formatInstant, type InventoryEventInput, parseEvent, type Recorded } from 'tidemark'
import type { Cli } from '../cli.ts'
import { addFormat, type FormatOptions } from '../format-option.ts'
import { parseJson, readText } from '../json-input.ts'
import { type LogOptions, withInventory } from '../with-inventory.ts'

type RecordedRow = Omit<Recorded, 'recordedAt'> & { readonly recordedAt: string }

const columns = columnsOf<RecordedRow>({
  id: 'text',
  stream: 'text',
  revision: 'number',
  position: 'number',
  recordedAt: 'instant',
  alreadyRecorded: 'text',
})

/** `tidemark record`: one event. */
export function addRecord(program: Command, cli: Cli): void {
  addFormat(
    program
      .command('record')
      .description('Record one event, given as JSON; recording it again changes nothing.')
      .argument('<json>', 'the event, or - for stdin'),
  ).action(async (json: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<LogOptions & FormatOptions>()
    const event = parseJson(json === '-' ? await readText(cli.io.stdin) : json)
    // What is no event must not make a log.
    parseEvent(event)
    await withInventory(cli, options, 'create', async (inventory) => {
      // It has just been parsed as one.
      const [recorded] = await inventory.record(event as InventoryEventInput)
      if (recorded === undefined) return
      const row = { ...recorded, recordedAt: formatInstant(recorded.recordedAt) }
      await cli.stdout.print(formatObject(options.format, row, columns))
    })
  })
}
