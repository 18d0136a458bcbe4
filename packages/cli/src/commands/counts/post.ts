import { formatRows } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { reading, withInventory } from '../../with-inventory.ts'
import { addSheetOptions, type SheetOptions, sheetColumns, sheetInput } from './sheet.ts'

interface PostOptions extends SheetOptions {
  readonly count: string
}

const MORE = `
Posts what \`tidemark counts sheet\` with the same options shows as counted, at the instant of --as-of, and shows what it
posted. Entries made after that instant stay open.`

/** `tidemark counts post`. */
export function addPost(counts: Command, cli: Cli): void {
  addSheetOptions(
    counts
      .command('post')
      .description('Post what is counted at a branch: on hand becomes what was counted.')
      .requiredOption('--count <id>', 'your own number of the count: posting it twice posts it once'),
  )
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PostOptions>()
      await withInventory(cli, options, 'change', async (inventory) => {
        const sheet = await reading(cli, async () =>
          inventory.counts.sheet(await sheetInput(inventory, options)),
        )
        await inventory.counts.post(sheet, { count: options.count })
        const posted = sheet.lines.filter(({ counted }) => counted !== null)
        await cli.stdout.print(formatRows(options.format, () => posted, sheetColumns))
      })
    })
}
