import type { MovementsAnswer } from '../answers/comparison.ts'
import { read } from './api.ts'
import type { Context, Page } from './context.ts'
import { el } from './dom.ts'
import { change, instantIn } from './format.ts'
import { labelled } from './menus.ts'
import { questionOf } from './moment.ts'
import { virtualTable } from './virtual-table.ts'

const types = [
  'StockReceived',
  'StockSold',
  'StockReturnedByCustomer',
  'StockReturnedToSupplier',
  'StockTransferred',
  'StockAdjusted',
  'CountPosted',
  'CostRevalued',
  'ReceiptCostAdjusted',
]

/** Movements up to the instant of the time bar, the latest first. */
export function movementsPage({ moments, attempt }: Context): Page {
  const refresh = () => void attempt(() => table.refresh())
  const item = el('input', { type: 'search', onchange: refresh, placeholder: 'exact id' })
  const type = el(
    'select',
    { onchange: refresh },
    el('option', { value: '' }, 'all'),
    ...types.map((name) => el('option', { value: name }, name)),
  )
  const zone = () => moments.get().zone
  const table = virtualTable<MovementsAnswer['items'][number]>({
    label: 'Movements',
    empty: 'Nothing had happened.',
    attempt,
    columns: [
      { title: 'Occurred', of: ({ occurredAt }) => instantIn(zone(), occurredAt) },
      { title: 'Recorded', of: ({ recordedAt }) => instantIn(zone(), recordedAt) },
      { title: 'Type', of: ({ type }) => type },
      { title: 'Item', of: ({ item }) => el('a', { href: `#/items/${encodeURIComponent(item)}` }, item) },
      { title: 'Branch', of: ({ branch }) => branch },
      { title: 'Quantity', isNumber: true, of: ({ quantity }) => change(quantity) },
      { title: 'Value', isNumber: true, of: ({ value }) => change(value) },
      { title: 'Id', of: ({ id }) => id },
    ],
    load: (page, pageSize) =>
      read<MovementsAnswer>('/movements', {
        ...questionOf(moments.get()),
        item: item.value.trim(),
        type: type.value,
        page,
        pageSize,
      }),
  })
  return {
    title: 'Movements',
    hasMoment: true,
    refresh: table.refresh,
    element: el(
      'div',
      { class: 'page' },
      el('div', { class: 'tools' }, labelled('Item', item), labelled('Type', type)),
      table.element,
    ),
  }
}
