import type { MeAnswer } from '../answers/who.ts'
import { el } from './dom.ts'
import { button } from './menus.ts'
import { correctionForms, type Form } from './movement-forms.ts'
import type { Column } from './virtual-table.ts'

/** A movement that can be corrected. */
interface Corrected {
  readonly id: string
  readonly type: string
  readonly item: string
}

/** The ways to correct the movement of a row, in a column of their own, for whoever may. */
export function correctionColumns<Row extends Corrected>(
  { records }: Pick<MeAnswer, 'records'>,
  open: (form: Form, filled: Readonly<Record<string, string>>) => void,
): readonly Column<Row>[] {
  const { amend, charge } = correctionForms
  const forms = [amend, charge, correctionForms.void].filter((form) => records.includes(form.type))
  if (forms.length === 0) return []
  return [
    {
      title: 'Correct',
      of: ({ item, id, type }) =>
        el(
          'span',
          { class: 'actions' },
          ...forms
            .filter((form) => form !== charge || type === 'StockReceived')
            .map((form) =>
              button(form.word, () => open(form, { item, movement: id, receipt: id }), {
                'aria-label': `${form.word} ${id}`,
              }),
            ),
        ),
    },
  ]
}
