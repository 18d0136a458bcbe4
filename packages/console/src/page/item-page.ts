import type { CardAnswer, ItemAnswer, ItemPageAnswer } from '../answers/item.ts'
import { read } from './api.ts'
import type { Context, Page } from './context.ts'
import { correctionColumns } from './corrections.ts'
import { el, fill } from './dom.ts'
import { change, instantIn, money, NOTHING, quantity } from './format.ts'
import { itemHistory } from './item-history.ts'
import { itemPanels } from './item-panels.ts'
import { exportMenu, labelled } from './menus.ts'
import { questionOf } from './moment.ts'
import { openMovementDialog } from './movement-dialog.ts'
import type { Form } from './movement-forms.ts'
import { plainTable, section } from './plain-table.ts'
import { type Column, virtualTable } from './virtual-table.ts'

/** The Snapshot tab of an item, at the instant of the time bar; of the company, or of one branch. */
export function itemPage(context: Context, item: string): Page {
  const { me, moments, attempt } = context
  const path = `/items/${encodeURIComponent(item)}`
  const heading = el('h2', {}, item)
  const branch = el(
    'select',
    { onchange: () => void attempt(refresh) },
    el('option', { value: '' }, 'company'),
  )
  const panels = el('div', { class: 'columns' })
  const history = itemHistory(context, item)
  const zone = () => moments.get().zone
  const table = virtualTable<CardLine>({
    label: 'Stock card',
    empty: 'Nothing moved.',
    columns: [...cardColumns(zone), ...correctionColumns<CardLine>(me, open)],
    attempt,
    async load(page, pageSize) {
      const { items, pagination } = await read<CardAnswer>(`${path}/card`, {
        ...questionOf(moments.get()),
        branch: branch.value,
        descending: true,
        page,
        pageSize,
      })
      return { items: items.map((line) => ({ ...line, item })), pagination }
    },
  })

  function open(form: Form, filled: Readonly<Record<string, string>>): void {
    openMovementDialog(context, element, form, filled).addEventListener('close', () => void attempt(refresh))
  }

  async function refresh(): Promise<void> {
    const question = questionOf(moments.get())
    const { company, branches, moment } = await read<ItemAnswer>(path, question)
    heading.textContent = company.name === item ? item : `${item} ${company.name}`
    const chosen = branch.value
    const names = branches.flatMap(({ branch }) => branch ?? [])
    fill(
      branch,
      el('option', { value: '' }, 'company'),
      ...names.map((name) => el('option', { value: name, selected: name === chosen }, name)),
    )
    const shown = branches.find((page) => page.branch === branch.value) ?? company
    const { zone } = moments.get()
    fill(panels, ...itemPanels(shown, zone), lotsOf(shown), channelsOf(shown))
    await history.show(branch.value || undefined, moment)
    await table.refresh()
  }

  const element = el(
    'div',
    { class: 'page' },
    heading,
    el(
      'div',
      { class: 'tools' },
      labelled('Branch', branch),
      exportMenu(`/exports${path}`, () => questionOf(moments.get())),
    ),
    panels,
    section('Over time', history.element),
    section('Movements', table.element),
  )
  return { title: item, hasMoment: true, refresh, element }
}

/** A line of the stock card, with what it is of. */
type CardLine = CardAnswer['items'][number] & { readonly item: string }

function cardColumns(zone: () => string): readonly Column<CardLine>[] {
  return [
    { title: 'Occurred', of: ({ occurredAt }) => instantIn(zone(), occurredAt) },
    { title: 'Type', of: ({ type }) => type },
    { title: 'Id', of: ({ id }) => id },
    { title: 'Branch', of: ({ branch }) => branch },
    { title: 'Quantity', isNumber: true, of: (line) => change(line.quantity) },
    { title: 'On hand', isNumber: true, of: ({ onHand }) => quantity(onHand) },
    { title: 'Value', isNumber: true, of: ({ value }) => money(value) },
    { title: 'Average', isNumber: true, of: ({ averageCost }) => money(averageCost) },
    {
      title: 'Corrections',
      of: ({ corrections }) =>
        corrections
          .map(({ type, id, recordedAt }) => `${type} ${id}, recorded ${instantIn(zone(), recordedAt)}`)
          .join('; ') || NOTHING,
    },
  ]
}

function lotsOf({ lots }: ItemPageAnswer): HTMLElement | null {
  type Lot = ItemPageAnswer['lots'][number]
  if (lots.length === 0) return null
  const columns = [
    { title: 'Lot', of: ({ lot }: Lot) => lot ?? 'in no lot' },
    { title: 'Expires', of: ({ expiresOn }: Lot) => expiresOn ?? NOTHING },
    { title: 'Quantity', isNumber: true, of: (lot: Lot) => quantity(lot.quantity) },
    { title: 'Held', of: ({ held }: Lot) => (held ? 'held' : '') },
  ]
  return section('Lots', plainTable('Lots', columns, lots))
}

function channelsOf({ channels }: ItemPageAnswer): HTMLElement | null {
  type Channel = ItemPageAnswer['channels'][number]
  if (channels.length === 0) return null
  const columns = [
    { title: 'Channel', of: ({ channel }: Channel) => channel },
    { title: 'Allocated', isNumber: true, of: ({ allocated }: Channel) => quantity(allocated) },
    { title: 'Available', isNumber: true, of: ({ available }: Channel) => quantity(available) },
  ]
  return section('Channels', plainTable('Channels', columns, channels))
}
