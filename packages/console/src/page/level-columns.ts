import type { LevelAnswer } from '../answers/levels.ts'
import { el } from './dom.ts'
import { instantIn, money, quantity } from './format.ts'
import type { Column } from './virtual-table.ts'

const words: { readonly [flag in LevelAnswer['flags'][number]]: string } = {
  negative: 'negative',
  'below-minimum': 'below minimum',
  'no-cost': 'no cost',
}

/** The columns of levels; `zone` is that of their dates. */
export function levelColumns(zone: () => string): readonly Column<LevelAnswer>[] {
  return [
    {
      title: 'Item',
      sort: 'item',
      of: ({ item }) => el('a', { href: `#/items/${encodeURIComponent(item)}` }, item),
    },
    { title: 'Name', sort: 'name', of: ({ name }) => name },
    { title: 'Branch', sort: 'branch', of: ({ branch }) => branch },
    { title: 'On hand', sort: 'onHand', isNumber: true, of: ({ onHand }) => quantity(onHand) },
    { title: 'Value', sort: 'value', isNumber: true, of: ({ value }) => money(value) },
    {
      title: 'Average cost',
      sort: 'averageCost',
      isNumber: true,
      of: ({ averageCost }) => money(averageCost),
    },
    { title: 'Available', sort: 'available', isNumber: true, of: ({ available }) => quantity(available) },
    { title: 'On order', sort: 'onOrder', isNumber: true, of: ({ onOrder }) => quantity(onOrder) },
    { title: 'Last sold', sort: 'lastSoldOn', of: ({ lastSoldOn }) => instantIn(zone(), lastSoldOn) },
    {
      title: 'Last receipt',
      sort: 'lastReceiptOn',
      of: ({ lastReceiptOn }) => instantIn(zone(), lastReceiptOn),
    },
    {
      title: 'Look at',
      of: ({ flags }) =>
        el('span', { class: flags.length > 0 ? 'flags' : null }, flags.map((flag) => words[flag]).join(', ')),
    },
  ]
}
