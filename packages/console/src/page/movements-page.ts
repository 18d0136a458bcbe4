import type { MovementsAnswer } from '../answers/movements.ts'
import { read } from './api.ts'
import { branchChoice } from './branch-choice.ts'
import type { Context, Page } from './context.ts'
import { correctionColumns } from './corrections.ts'
import { el } from './dom.ts'
import { change, instantIn } from './format.ts'
import { latest } from './latest.ts'
import { liveFeed } from './live-feed.ts'
import { actionMenu, labelled } from './menus.ts'
import { questionOf } from './moment.ts'
import { openMovementDialog } from './movement-dialog.ts'
import { type Form, movedTypes, movementForms, titleOfType } from './movement-forms.ts'
import { unacknowledged } from './unacknowledged.ts'
import { type Column, virtualTable } from './virtual-table.ts'

type Row = MovementsAnswer['items'][number]

/** Movements up to the instant of the time bar, the latest first: record one, correct one, see what is recorded. */
export function movementsPage(context: Context): Page {
  const { me, moments, attempt } = context
  // Whoever types asks for what stands there when the answer before has come.
  const rows = latest(() => attempt(() => table.refresh()))
  const refresh = () => {
    context.remember()
    void rows()
  }
  const { asked } = context
  const text = el('input', {
    type: 'search',
    oninput: refresh,
    placeholder: 'id, item or name',
    value: asked.get('text'),
  })
  const item = el('input', {
    type: 'search',
    onchange: refresh,
    placeholder: 'exact id',
    value: asked.get('item'),
  })
  const branch = branchChoice(context, refresh)
  branch.set(asked.get('branch') ?? '')
  const late = el('input', { type: 'checkbox', onchange: refresh, checked: asked.has('late') })
  const type = el(
    'select',
    { onchange: refresh },
    el('option', { value: '' }, 'all'),
    ...movedTypes.map(([name, title]) =>
      el('option', { value: name, selected: name === asked.get('type') }, title),
    ),
  )
  const offered = movementForms.filter((form) => me.records.includes(form.type))
  const lost = unacknowledged(context, () => refresh())
  const feed = liveFeed(context)

  const parameters = () => ({
    text: text.value.trim(),
    item: item.value.trim(),
    branch: branch.value(),
    type: type.value,
    late: late.checked,
  })

  function open(form: Form, filled: Readonly<Record<string, string>> = {}): void {
    const dialog = openMovementDialog(context, element, form, filled)
    dialog.addEventListener('close', () => {
      lost.show()
      refresh()
    })
  }

  const table = virtualTable<Row>({
    label: 'Movements',
    empty: 'Nothing had happened.',
    attempt,
    columns: [...columnsOf(() => moments.get().zone), ...correctionColumns(me, open)],
    load: (page, pageSize) =>
      read<MovementsAnswer>('/movements', {
        ...questionOf(moments.get()),
        ...parameters(),
        page,
        pageSize,
      }),
  })
  const element = el(
    'div',
    { class: 'page' },
    el(
      'div',
      { class: 'tools' },
      offered.length === 0
        ? null
        : actionMenu(
            'Record',
            offered.map((form) => [form.title, () => open(form)]),
          ),
      labelled('Search', text),
      labelled('Item', item),
      labelled('Branch', branch.element),
      labelled('Type', type),
      el('label', { class: 'check' }, late, ' late entries only'),
    ),
    lost.element,
    el('div', { class: 'beside' }, table.element, feed.element),
  )
  return {
    title: 'Movements',
    hasMoment: true,
    refresh: table.refresh,
    parameters,
    leave: feed.leave,
    element,
  }
}

function columnsOf(zone: () => string): readonly Column<Row>[] {
  return [
    { title: 'Occurred', of: ({ occurredAt }) => instantIn(zone(), occurredAt) },
    { title: 'Type', of: ({ type }) => el('span', { title: type }, titleOfType(type)) },
    { title: 'Item', of: ({ item }) => el('a', { href: `#/items/${encodeURIComponent(item)}` }, item) },
    { title: 'Name', of: ({ name }) => name },
    { title: 'Branch', of: ({ branch }) => branch },
    { title: 'Quantity', isNumber: true, of: ({ quantity }) => change(quantity) },
    { title: 'Value', isNumber: true, of: ({ value }) => change(value) },
    {
      title: 'Recorded',
      of: ({ recordedAt, late }) =>
        late
          ? el('span', {}, el('strong', { class: 'late' }, 'late '), instantIn(zone(), recordedAt))
          : instantIn(zone(), recordedAt),
    },
    { title: 'Id', of: ({ id }) => id },
  ]
}
