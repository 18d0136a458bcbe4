import type { LevelAnswer } from '../answers/levels.ts'
import { el } from './dom.ts'
import { instantIn, money, quantity } from './format.ts'
import type { Column } from './virtual-table.ts'

const words: { readonly [flag in LevelAnswer['flags'][number]]: string } = {
  negative: 'negative',
  'below-minimum': 'below minimum',
  'no-cost': 'no cost',
}

/** A column of levels, with its name in files and in what is kept. */
export interface LevelColumn extends Column<LevelAnswer> {
  readonly name: string
  /** Whether it is shown to somebody who has chosen nothing. */
  readonly isUsual: boolean
}

/** The columns of levels; `zone` is that of their dates. */
export function levelColumns(zone: () => string): readonly LevelColumn[] {
  const quantityOf = (
    name: 'onHand' | 'available' | 'reserved' | 'onOrder' | 'lastCountQuantity',
    title: string,
    isUsual: boolean,
  ) => ({
    name,
    title,
    isUsual,
    sort: name,
    isNumber: true,
    of: (row: LevelAnswer) => quantity(row[name]),
  })
  const moneyOf = (
    name: 'value' | 'averageCost' | 'lastReceiptCost' | 'marketCost',
    title: string,
    isUsual: boolean,
  ) => ({
    name,
    title,
    isUsual,
    sort: name,
    isNumber: true,
    of: (row: LevelAnswer) => money(row[name]),
  })
  const dateOf = (
    name: 'lastSoldOn' | 'lastPurchasedOn' | 'lastReceiptOn' | 'lastCountedOn',
    title: string,
    isUsual: boolean,
  ) => ({
    name,
    title,
    isUsual,
    sort: name,
    of: (row: LevelAnswer) => instantIn(zone(), row[name]),
  })
  return [
    {
      name: 'item',
      title: 'Item',
      isUsual: true,
      sort: 'item',
      of: ({ item }) => el('a', { href: `#/items/${encodeURIComponent(item)}` }, item),
    },
    { name: 'name', title: 'Name', isUsual: true, sort: 'name', of: ({ name }) => name },
    { name: 'branch', title: 'Branch', isUsual: true, sort: 'branch', of: ({ branch }) => branch },
    quantityOf('onHand', 'On hand', true),
    moneyOf('value', 'Value', true),
    moneyOf('averageCost', 'Average cost', true),
    moneyOf('lastReceiptCost', 'Last receipt cost', false),
    moneyOf('marketCost', 'Market cost', false),
    quantityOf('available', 'Available', true),
    quantityOf('reserved', 'Reserved', false),
    quantityOf('onOrder', 'On order', true),
    dateOf('lastSoldOn', 'Last sold', true),
    dateOf('lastPurchasedOn', 'Last purchased', false),
    dateOf('lastReceiptOn', 'Last receipt', true),
    dateOf('lastCountedOn', 'Last counted', false),
    quantityOf('lastCountQuantity', 'Last count', false),
    {
      name: 'flags',
      title: 'Look at',
      isUsual: true,
      sort: 'flags',
      of: ({ flags }) =>
        el('span', { class: flags.length > 0 ? 'flags' : null }, flags.map((flag) => words[flag]).join(', ')),
    },
  ]
}

/** The columns that are shown to somebody who has chosen nothing. */
export function usualColumns(zone: () => string): readonly LevelColumn[] {
  return levelColumns(zone).filter(({ isUsual }) => isUsual)
}
