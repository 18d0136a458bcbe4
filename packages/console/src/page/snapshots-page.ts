import type { SnapshotAnswer, SnapshotsAnswer } from '../answers/snapshots.ts'
import { read } from './api.ts'
import type { Context, Page } from './context.ts'
import { createDialog } from './create-dialog.ts'
import { el } from './dom.ts'
import { count, instantIn, money, quantity } from './format.ts'
import { keptRows } from './kept-rows.ts'
import { button, labelled } from './menus.ts'
import { ONE_PAGE } from './read-whole.ts'
import { inOrderOfTime } from './snapshot-order.ts'

/** The snapshots, or those a rule has taken: create one, open one, compare several. */
export function snapshotsPage(
  context: Context,
  by: { readonly kind: 'schedule' | 'trigger'; readonly name: string } | null = null,
): Page {
  const { me, moments, attempt, go } = context
  const selected = new Map<string, SnapshotAnswer>()
  const text = el('input', {
    type: 'search',
    oninput: () => void attempt(refresh),
    placeholder: 'name or description',
  })
  const body = el('tbody')
  const show = keptRows(body, rowOf)
  const note = el('p', { class: 'note', hidden: true })
  const compare = button('Compare', compareSelected, { disabled: true })
  const trend = button('Trend', trendOfSelected, { disabled: true })
  const mayCreate = me.permissions.includes('inventory.snapshot.create')

  function inOrder(): readonly string[] {
    return inOrderOfTime(selected.values()).map(({ id }) => encodeURIComponent(id))
  }

  function compareSelected(): void {
    go(`/compare/${inOrder().join('/')}`)
  }

  function trendOfSelected(): void {
    go(`/trend/${inOrder().join('/')}`)
  }

  function select(snapshot: SnapshotAnswer, isSelected: boolean): void {
    if (isSelected) selected.set(snapshot.id, snapshot)
    else selected.delete(snapshot.id)
    compare.disabled = selected.size < 2
    trend.disabled = selected.size < 2
  }

  function rowOf(snapshot: SnapshotAnswer, zone: string): HTMLElement {
    const { id, name, description, asOf, takenAt, totals, cause, discarded } = snapshot
    const box = el('input', {
      type: 'checkbox',
      'aria-label': `Select ${name}`,
      checked: selected.has(id),
      onchange: () => select(snapshot, box.checked),
    })
    return el(
      'tr',
      { class: discarded === null ? null : 'discarded' },
      el('td', {}, box),
      el('th', { scope: 'row' }, el('a', { href: `#/snapshots/${encodeURIComponent(id)}` }, name)),
      el('td', {}, description ?? ''),
      el('td', {}, instantIn(zone, asOf)),
      el('td', { class: 'number' }, quantity(totals.onHand)),
      el('td', { class: 'number' }, money(totals.value)),
      el('td', { class: 'number' }, count(totals.items)),
      el('td', {}, discarded === null ? (cause.kind ?? '') : `discarded: ${discarded.reason}`),
      el('td', {}, instantIn(zone, takenAt)),
    )
  }

  async function refresh(): Promise<void> {
    const { items, pagination } = await read<SnapshotsAnswer>('/snapshots', {
      text: text.value,
      ...(by === null ? {} : { [by.kind]: by.name }),
      pageSize: ONE_PAGE,
    })
    const more = pagination.total - items.length
    note.textContent =
      more > 0
        ? `${count(more)} older ones are not shown: a search finds them.`
        : 'There are no snapshots yet.'
    note.hidden = items.length > 0 && more === 0
    show(items, moments.get().zone)
  }

  function create(): void {
    const dialog = createDialog(context, (snapshot) => {
      context.say(`Created ${snapshot.name}.`)
      void attempt(async () => {
        await context.historyChanged()
        await refresh()
      })
    })
    element.append(dialog)
    dialog.showModal()
  }

  const headings = ['', 'Name', 'Description', 'Date and time', 'On hand', 'Value', 'Items', 'Cause', 'Taken']
  const element = el(
    'div',
    { class: 'page' },
    by === null ? null : el('h2', {}, `Taken by the ${by.kind} ${by.name}`),
    el(
      'div',
      { class: 'tools' },
      mayCreate ? button('Create Snapshot', create, { class: 'primary' }) : null,
      labelled('Search', text),
      compare,
      trend,
    ),
    el(
      'div',
      { class: 'wide', tabindex: 0, role: 'group', 'aria-label': 'Snapshots' },
      el(
        'table',
        { 'aria-label': 'Snapshots' },
        el('thead', {}, el('tr', {}, ...headings.map((title) => headingOf(title)))),
        body,
      ),
      note,
    ),
  )
  return {
    title: 'Inventory Snapshots',
    element,
    hasMoment: true,
    isChangedBy: ({ kind }) => kind === 'snapshot',
    refresh,
  }
}

function headingOf(title: string): HTMLElement {
  const isNumber = ['On hand', 'Value', 'Items'].includes(title)
  const shown = title === '' ? el('span', { class: 'unseen' }, 'Select') : title
  return el('th', { scope: 'col', class: isNumber ? 'number' : null }, shown)
}
