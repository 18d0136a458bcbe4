import {
  type Column,
  columnsOf,
  type FigureHeadings,
  type Format,
  figureColumns,
  figureHeadings,
  formatRows,
  jsonObject,
  matrixColumns,
  presenceOf,
} from '@tidemark/tabular'
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
  switch (format) {
    case 'json':
      return cli.stdout.print(jsonObject({ moments, rows, total: total ?? undefined, bridge, memo }))
    case 'jsonl':
    case 'csv':
      return cli.stdout.print(formatRows(format, () => rows, matrixColumns(moments.length)))
    case 'table':
      await printCaptions(cli, moments)
      await cli.stdout.print(formatRows('table', () => [...bridge, ...memo], bridgeColumns))
      await cli.stdout.print(['\n'])
      await cli.stdout.print(
        formatRows('table', () => rows.filter(isChanged), shownMatrixColumns(moments.length)),
      )
  }
}

/** Prints the lots of several moments side by side. */
export async function printLots(
  cli: Cli,
  format: Format,
  moments: readonly Moment[],
  rows: readonly LotMatrixRow[],
): Promise<void> {
  if (format === 'json') return cli.stdout.print(jsonObject({ moments, rows }))
  const where = columnsOf<LotMatrixRow>({ item: 'text', branch: 'text', lot: 'text' })
  const onHand = ({ onHand }: LotMatrixRow) => onHand
  if (format !== 'table') {
    const figures = figureColumns(figureHeadings('onHand'), 'number', moments.length, onHand)
    const presence = { name: 'presence', kind: 'text', of: presenceIn } as const
    return cli.stdout.print(formatRows(format, () => rows, [...where, ...figures, presence]))
  }
  await printCaptions(cli, moments)
  const figures = shownFigures('on hand', moments.length, onHand)
  await cli.stdout.print(formatRows('table', () => rows, [...where, ...figures, shownPresence]))
}

async function printCaptions(cli: Cli, moments: readonly Moment[]): Promise<void> {
  await cli.stdout.print([...moments.map((moment, index) => captionOf(`${index + 1}`, moment)), '\n'])
}

function shownMatrixColumns(moments: number): readonly Column<MatrixRow>[] {
  return [
    ...columnsOf<MatrixRow>({ item: 'text', branch: 'text' }),
    ...shownFigures<MatrixRow>('on hand', moments, ({ onHand }) => onHand),
    ...shownFigures<MatrixRow>('value', moments, ({ value }) => value),
    shownPresence,
  ]
}

/** As in a file, with shorter headings, and a sign before every change. */
function shownFigures<Row>(word: string, moments: number, of: (row: Row) => Figures): readonly Column<Row>[] {
  const headings: FigureHeadings = { amount: (place) => `${word} ${place}`, change: 'change', percent: '%' }
  return figureColumns(headings, 'number', moments, (row) => {
    const { amounts, overall } = of(row)
    return { amounts, overall: { ...overall, by: signed(overall.by) } }
  })
}

interface Present {
  readonly present: readonly boolean[]
}

const presenceIn = ({ present }: Present) => presenceOf(present)

/** Most rows are there at both ends, which need not be said. */
const shownPresence: Column<Present> = {
  name: '',
  kind: 'text',
  of: (row) => (presenceIn(row) === 'both' ? null : presenceIn(row)),
}

function isChanged({ onHand, value, present }: MatrixRow): boolean {
  return present.includes(false) || [...onHand.changes, ...value.changes].some(({ by }) => by !== '0')
}
