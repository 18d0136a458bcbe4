import { type Column, columnsOf, type Format, formatRows, jsonObject } from '@tidemark/tabular'
import type { Bridge, Figures, LotMatrixRow, Matrix, MatrixRow } from 'tidemark'
import { bridgeColumns } from '../bridge-columns.ts'
import type { Cli } from '../cli.ts'
import { captionOf, type Moment } from '../moment.ts'
import { signed } from '../signed-change.ts'

/** Prints several moments side by side. */
export async function printMatrix(
  cli: Cli,
  format: Format,
  moments: readonly Moment[],
  { rows, total }: { readonly rows: Matrix['rows']; readonly total: Matrix['total'] | null },
  { lines: bridge, memo }: Bridge,
): Promise<void> {
  const where = columnsOf<MatrixRow>({ item: 'text', branch: 'text' })
  const figures = (isTable: boolean): readonly Column<MatrixRow>[] => [
    ...figureColumns<MatrixRow>('onHand', moments, ({ onHand }) => onHand, isTable),
    ...figureColumns<MatrixRow>('value', moments, ({ value }) => value, isTable),
    { name: isTable ? '' : 'presence', kind: 'text', of: ({ present }) => presenceOf(present, isTable) },
  ]
  switch (format) {
    case 'json':
      return cli.stdout.print(jsonObject({ moments, rows, total: total ?? undefined, bridge, memo }))
    case 'jsonl':
    case 'csv':
      return cli.stdout.print(formatRows(format, () => rows, [...where, ...figures(false)]))
    case 'table':
      await printCaptions(cli, moments)
      await cli.stdout.print(formatRows('table', () => [...bridge, ...memo], bridgeColumns))
      await cli.stdout.print(['\n'])
      await cli.stdout.print(formatRows('table', () => rows.filter(isChanged), [...where, ...figures(true)]))
  }
}

/** Prints the lots of several moments side by side. */
export async function printLots(
  cli: Cli,
  format: Format,
  moments: readonly Moment[],
  rows: readonly LotMatrixRow[],
): Promise<void> {
  const isTable = format === 'table'
  const columns: readonly Column<LotMatrixRow>[] = [
    ...columnsOf<LotMatrixRow>({ item: 'text', branch: 'text', lot: 'text' }),
    ...figureColumns<LotMatrixRow>('onHand', moments, ({ onHand }) => onHand, isTable),
    { name: isTable ? '' : 'presence', kind: 'text', of: ({ present }) => presenceOf(present, isTable) },
  ]
  if (format === 'json') return cli.stdout.print(jsonObject({ moments, rows }))
  if (isTable) await printCaptions(cli, moments)
  await cli.stdout.print(formatRows(format, () => rows, columns))
}

async function printCaptions(cli: Cli, moments: readonly Moment[]): Promise<void> {
  await cli.stdout.print([...moments.map((moment, index) => captionOf(`${index + 1}`, moment)), '\n'])
}

/** Each moment, then the change from the first to the last. */
function figureColumns<Row>(
  name: 'onHand' | 'value',
  moments: readonly Moment[],
  of: (row: Row) => Figures,
  isTable: boolean,
): readonly Column<Row>[] {
  const word = name === 'onHand' && isTable ? 'on hand' : name
  return [
    ...moments.map(
      (_moment, index): Column<Row> => ({
        name: isTable ? `${word} ${index + 1}` : `${word}${index + 1}`,
        kind: 'number',
        of: (row) => of(row).amounts[index] ?? null,
      }),
    ),
    {
      name: isTable ? 'change' : `${word}Change`,
      kind: 'number',
      of: (row) => (isTable ? signed(of(row).overall.by) : of(row).overall.by),
    },
    { name: isTable ? '%' : `${word}Percent`, kind: 'number', of: (row) => of(row).overall.percent },
  ]
}

function isChanged({ onHand, value, present }: MatrixRow): boolean {
  return present.includes(false) || [...onHand.changes, ...value.changes].some(({ by }) => by !== '0')
}

/** From the first moment to the last; `passing` was there in between only. */
function presenceOf(present: readonly boolean[], isTable: boolean): string | null {
  const [first, last] = [present.at(0), present.at(-1)]
  if (first && last) return isTable ? null : 'both'
  if (first) return 'vanished'
  return last ? 'new' : 'passing'
}
