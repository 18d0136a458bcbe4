import type { ChannelsAnswer, LevelAnswer, LotsAnswer } from '../answers/levels.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'
import { money, NOTHING, quantity } from './format.ts'
import { button } from './menus.ts'
import { questionOf } from './moment.ts'
import { plainTable, section } from './plain-table.ts'
import { readWhole } from './read-whole.ts'

type Lot = LotsAnswer['items'][number]
type Channel = ChannelsAnswer['items'][number]

/** The lots and channels of one row, at the instant of the time bar. */
export function rowDialog(context: Context, { item, branch, name }: LevelAnswer): HTMLDialogElement {
  const body = el('div', { class: 'columns' }, el('p', { class: 'note' }, 'Reading…'))
  const dialog = el(
    'dialog',
    { class: 'wider', 'aria-labelledby': 'row-title' },
    el('h2', { id: 'row-title' }, name === item ? `${item} at ${branch}` : `${item} ${name} at ${branch}`),
    body,
    el(
      'div',
      { class: 'tools' },
      button('Close', () => dialog.close()),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  void context.attempt(async () => {
    const question = { ...questionOf(context.moments.get()), item, branch }
    const [lots, channels] = await Promise.all([
      readWhole<LotsAnswer>('/lots', question),
      readWhole<ChannelsAnswer>('/channels', question),
    ])
    fill(body, lotsOf(lots), channelsOf(channels))
  })
  return dialog
}

function lotsOf({ items }: LotsAnswer): HTMLElement {
  const columns = [
    { title: 'Lot', of: ({ lot }: Lot) => lot ?? 'in no lot' },
    { title: 'Expires', of: ({ expiresOn }: Lot) => expiresOn ?? NOTHING },
    {
      title: 'Days left',
      isNumber: true,
      of: ({ daysLeft }: Lot) => (daysLeft === null ? NOTHING : String(daysLeft)),
    },
    { title: 'Quantity', isNumber: true, of: (lot: Lot) => quantity(lot.quantity) },
    { title: 'Value', isNumber: true, of: (lot: Lot) => money(lot.value) },
    { title: 'Held', of: ({ held }: Lot) => (held ? 'held' : '') },
  ]
  return section('Lots', plainTable('Lots of the row', columns, items, 'Nothing is in lots.'))
}

function channelsOf({ items }: ChannelsAnswer): HTMLElement {
  const columns = [
    { title: 'Channel', of: ({ channel }: Channel) => channel ?? 'none' },
    { title: 'Allocated', isNumber: true, of: ({ allocated }: Channel) => quantity(allocated) },
    { title: 'Reserved', isNumber: true, of: ({ reserved }: Channel) => quantity(reserved) },
    { title: 'Available', isNumber: true, of: ({ available }: Channel) => quantity(available) },
  ]
  const empty = 'Nothing is set aside for channels.'
  return section('Channels', plainTable('Channels of the row', columns, items, empty))
}
