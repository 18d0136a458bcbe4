import { type Column, formatObject } from '@tidemark/tabular'
import type { Command } from 'commander'
import type { KnowledgePoint } from 'tidemark'
import type { Cli } from '../cli.ts'
import { knowledgeText } from '../knowledge-text.ts'
import { addViewOptions, type ViewOptions, withView } from '../view.ts'

interface DigestRow {
  readonly digest: string
  readonly format: number
  readonly asOf: string
  readonly knownThrough: KnowledgePoint | null
}

const columns: readonly Column<DigestRow>[] = [
  { name: 'digest', kind: 'text', of: (row) => row.digest },
  { name: 'format', kind: 'number', of: (row) => row.format },
  { name: 'asOf', kind: 'instant', of: (row) => row.asOf },
  { name: 'knownThrough', kind: 'text', of: (row) => knowledgeText(row.knownThrough) },
]

/** `tidemark digest`: a proof of a whole view. */
export function addDigest(program: Command, cli: Cli): void {
  addViewOptions(
    program
      .command('digest')
      .description('A proof of a whole view: equal facts give an equal digest on every machine.'),
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ViewOptions>()
    await withView(cli, options, async (view, inventory) => {
      const { digest, format } = view.digest()
      const knownThrough = await inventory.lastEventKnownTo(view)
      const row = { digest, format, asOf: view.asOf, knownThrough }
      await cli.stdout.print(formatObject(options.format, row, columns))
    })
  })
}
