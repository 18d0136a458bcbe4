import { columnsOf, type Format, formatRows } from '@tidemark/tabular'
import type { BridgeMovement } from 'tidemark'
import type { Cli } from '../cli.ts'

const columns = columnsOf<BridgeMovement>({
  item: 'text',
  branch: 'text',
  id: 'text',
  type: 'text',
  occurredAt: 'instant',
  recordedAt: 'instant',
  quantity: 'number',
  value: 'number',
})

/** Prints what is behind a line of a bridge. */
export function printMovements(
  cli: Cli,
  format: Format,
  movements: readonly BridgeMovement[],
): Promise<void> {
  return cli.stdout.print(formatRows(format, () => movements, columns))
}
