import type { CardAnswer, ItemAnswer, ItemPageAnswer } from '../answers/item.ts'
import { read } from './api.ts'
import { chart } from './chart.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { change, instantIn, money, NOTHING, quantity } from './format.ts'
import { itemPanels } from './item-panels.ts'
import { exportMenu, labelled } from './menus.ts'
import { questionOf } from './moment.ts'
import { plainTable, section } from './plain-table.ts'

/** So many of the last movements are drawn and listed. */
const MOST = 500

/** The Snapshot tab of an item, at the instant of the time bar; of the company, or of one branch. */
export function itemPage({ moments, attempt }: Context, item: string): Page {
  const path = `/items/${encodeURIComponent(item)}`
  const heading = el('h2', {}, item)
  const branch = el(
    'select',
    { onchange: () => void attempt(refresh) },
    el('option', { value: '' }, 'company'),
  )
  const panels = el('div', { class: 'columns' })
  const card = el('div')

  async function refresh(): Promise<void> {
    const question = questionOf(moments.get())
    const { company, branches } = await read<ItemAnswer>(path, question)
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
    await readCard(branch.value || (names.length === 1 ? names[0] : undefined))
  }

  async function readCard(at: string | undefined): Promise<void> {
    const question = { ...questionOf(moments.get()), branch: at }
    const { pagination } = await read<CardAnswer>(`${path}/card`, { ...question, pageSize: 1 })
    const last = await read<CardAnswer>(`${path}/card`, {
      ...question,
      pageSize: MOST,
      page: Math.max(1, Math.ceil(pagination.total / MOST)),
    })
    const { zone } = moments.get()
    const drawn = last.items.map(({ occurredAt, onHand }) => ({
      at: Date.parse(occurredAt),
      value: Number(onHand),
      title: `${instantIn(zone, occurredAt)}: ${quantity(onHand)}`,
    }))
    fill(
      card,
      at === undefined
        ? el('p', { class: 'note' }, 'Choose a branch to see what was on hand over time.')
        : chart('On hand over time', drawn, { isStep: true }),
      movementsOf(last.items.toReversed(), zone),
    )
  }

  return {
    title: item,
    hasMoment: true,
    refresh,
    element: el(
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
      section('Movements', card),
    ),
  }
}

function movementsOf(lines: CardAnswer['items'], zone: string): HTMLElement {
  type Line = CardAnswer['items'][number]
  const columns = [
    { title: 'Occurred', of: ({ occurredAt }: Line) => instantIn(zone, occurredAt) },
    { title: 'Type', of: ({ type }: Line) => type },
    { title: 'Id', of: ({ id }: Line) => id },
    { title: 'Branch', of: ({ branch }: Line) => branch },
    { title: 'Quantity', isNumber: true, of: ({ quantity }: Line) => change(quantity) },
    { title: 'On hand', isNumber: true, of: ({ onHand }: Line) => quantity(onHand) },
    { title: 'Value', isNumber: true, of: ({ value }: Line) => money(value) },
    { title: 'Average', isNumber: true, of: ({ averageCost }: Line) => money(averageCost) },
    {
      title: 'Corrections',
      of: ({ corrections }: Line) =>
        corrections
          .map(({ type, id, recordedAt }) => `${type} ${id}, recorded ${instantIn(zone, recordedAt)}`)
          .join('; ') || NOTHING,
    },
  ]
  return plainTable('Stock card', columns, lines, 'Nothing moved.')
}

function lotsOf({ lots }: ItemPageAnswer): HTMLElement | null {
  type Lot = ItemPageAnswer['lots'][number]
  if (lots.length === 0) return null
  const columns = [
    { title: 'Lot', of: ({ lot }: Lot) => lot ?? 'in no lot' },
    { title: 'Expires', of: ({ expiresOn }: Lot) => expiresOn ?? NOTHING },
    { title: 'Quantity', isNumber: true, of: (lot: Lot) => quantity(lot.quantity) },
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
