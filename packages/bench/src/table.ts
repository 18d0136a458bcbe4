import type { Figure, Skipped } from './figure.ts'

/** Figures as a table for people. */
export function tableOf(figures: readonly (Figure | Skipped)[]): string {
  const rows = figures.map((figure) =>
    'skipped' in figure
      ? [figure.name, 'skipped', '', '', figure.skipped]
      : [
          figure.name,
          amount(figure.value, figure.unit),
          figure.peerValue === undefined ? '' : amount(figure.peerValue, figure.unit),
          figure.ratio === undefined ? '' : `${figure.ratio} x`,
          figure.peer ?? '',
        ],
  )
  const all = [['figure', 'Tidemark', 'peer', 'ratio', 'the peer'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) => row.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

function amount(value: number, unit: string): string {
  return `${value.toLocaleString('en')} ${unit}`
}

/** Names to the left, amounts to the right. */
function pad(cell: string, column: number, width: number): string {
  return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width)
}
