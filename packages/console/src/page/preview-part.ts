import type { PreviewAnswer } from '../answers/movements.ts'
import { el } from './dom.ts'
import { instantIn, money, quantity } from './format.ts'
import { plainTable, section } from './plain-table.ts'

type Row = PreviewAnswer['rows'][number]
type Figures = NonNullable<Row['before']>

/** The figures a movement can change, each as it is written. */
const figures: readonly (readonly [keyof Figures, string, (decimal: string | null | undefined) => string])[] =
  [
    ['onHand', 'On hand', quantity],
    ['value', 'Value', money],
    ['averageCost', 'Average cost', money],
    ['available', 'Available', quantity],
    ['reserved', 'Reserved', quantity],
    ['onOrder', 'On order', quantity],
    ['lastCountQuantity', 'Last count', quantity],
  ]

/** What a movement would change, and what stands against it. */
export function previewPart(answer: PreviewAnswer, zone: string): HTMLElement {
  const { rows, refusals, late, since, drifting } = answer
  const changes = rows.flatMap((row) =>
    figures
      .filter(([name]) => (row.before?.[name] ?? none(name)) !== (row.after?.[name] ?? none(name)))
      .map(([name, title, written]) => ({
        row,
        title,
        before: written(row.before?.[name]),
        after: written(row.after?.[name]),
      })),
  )
  type Change = (typeof changes)[number]
  const columns = [
    { title: 'Item', of: ({ row }: Change) => row.item },
    { title: 'Branch', of: ({ row }: Change) => row.branch },
    { title: 'What', of: ({ title }: Change) => title },
    { title: 'Before', isNumber: true, of: ({ before }: Change) => before },
    { title: 'After', isNumber: true, of: ({ after }: Change) => el('strong', {}, after) },
  ]
  const names = drifting.slice(0, 5).map(({ name }) => name)
  const more = drifting.length > names.length ? ` and ${drifting.length - names.length} more` : ''
  return section(
    'What it changes',
    plainTable('What it changes', columns, changes, 'It changes no quantity, value or promise.'),
    ...refusals.map(({ code, error }) =>
      el('p', { class: 'wrong' }, `It would be refused. ${code}: ${error}`),
    ),
    late
      ? el('p', { class: 'note' }, `Late: it changes what is known since ${instantIn(zone, since)}.`)
      : null,
    drifting.length === 0
      ? null
      : el(
          'p',
          { class: 'note' },
          `What these snapshots froze stays, and will show drift: ${names.join(', ')}${more}.`,
        ),
  )
}

/** What stands for a figure of a row that is not there: a row that appears with nothing in it changes nothing. */
function none(name: keyof Figures): string | null {
  return name === 'averageCost' || name === 'lastCountQuantity' ? null : '0'
}
