import type {
  ChannelsAnswer,
  LevelAnswer,
  LevelsAnswer,
  LotsAnswer,
  TotalsAnswer,
} from '../answers/levels.ts'
import type { DriftAnswer, SnapshotAnswer, VerificationAnswer } from '../answers/snapshots.ts'
import { read, send } from './api.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { firstOf } from './first-of.ts'
import { formDialog } from './form-dialog.ts'
import { change, count, instantIn, money, NOTHING, quantity } from './format.ts'
import { usualColumns } from './level-columns.ts'
import { button, exportMenu } from './menus.ts'
import { facts, plainTable, section } from './plain-table.ts'
import { ONE_PAGE, readWhole } from './read-whole.ts'
import { changesOf } from './snapshot-changes.ts'
import { verdictOf } from './verdict.ts'
import { virtualTable } from './virtual-table.ts'

/** Of so many rows at most all are listed, of more the first. */
const MOST_LISTED = 5000

/** One snapshot: what it froze, whether it still holds, and what became known since. */
export function snapshotPage(context: Context, id: string): Page {
  const { me, moments, attempt, attemptLong } = context
  const path = `/snapshots/${encodeURIComponent(id)}`
  const heading = el('h2', {}, id)
  const told = el('div')
  let said = { name: id, description: '' }
  const result = el('div', { role: 'status', class: 'result' })
  const parts = el('div', { class: 'columns' })
  const levels = virtualTable<LevelAnswer>({
    label: 'Levels of the snapshot',
    empty: 'Nothing was on hand.',
    columns: usualColumns(() => moments.get().zone),
    attempt,
    load: (page, pageSize) => read<LevelsAnswer>('/levels', { snapshot: id, page, pageSize }),
  })

  async function refresh(): Promise<void> {
    const snapshot = await read<SnapshotAnswer>(path)
    heading.textContent = snapshot.name
    fill(told, detailsOf(snapshot, moments.get().zone))
    said = { name: snapshot.name, description: snapshot.description ?? '' }
    discard.hidden = !mayChange || snapshot.discarded !== null
    rename.hidden = discard.hidden
    const question = { snapshot: id }
    const few = { most: MOST_LISTED }
    const [branches, channels, lots] = await Promise.all([
      read<TotalsAnswer>('/totals', { snapshot: id, by: ['branch'] }),
      readWhole<ChannelsAnswer>('/channels', question, few),
      readWhole<LotsAnswer>('/lots', question, few),
    ])
    fill(parts, locationsOf(branches), channelsOf(channels), lotsOf(lots))
    await levels.refresh()
  }

  async function verify(signal: AbortSignal): Promise<void> {
    fill(result)
    const found = await read<VerificationAnswer>(`${path}/verification`, {}, signal)
    fill(result, el('p', { class: found.ok ? 'good' : 'wrong' }, verdictOf(found)))
  }

  async function drift(signal: AbortSignal): Promise<void> {
    fill(result)
    const found = await read<DriftAnswer>(`${path}/drift`, { pageSize: ONE_PAGE }, signal)
    fill(result, driftOf(found, moments.get().zone))
  }

  async function changed(): Promise<void> {
    await context.historyChanged()
    await refresh()
  }

  function open(dialog: HTMLDialogElement): void {
    element.append(dialog)
    dialog.showModal()
  }

  const discardIt = () =>
    formDialog(context, {
      title: 'Discard the snapshot',
      action: 'Discard',
      note: 'It stays listed as such, with the reason.',
      fields: [{ name: 'reason', title: 'Reason', kind: 'text', required: true }],
      async act({ reason = '' }) {
        await send<SnapshotAnswer>('POST', `${path}/discard`, { reason })
        await attempt(changed)
      },
    })

  function renameIt(): HTMLDialogElement {
    const before = said
    return formDialog(context, {
      title: 'Rename the snapshot',
      action: 'Rename',
      note: 'What it froze stays.',
      fields: [
        { name: 'name', title: 'Name', kind: 'text', required: true },
        { name: 'description', title: 'Description', kind: 'text' },
      ],
      filled: { ...before },
      async act(typed) {
        const wanted = changesOf(before, typed)
        if (Object.keys(wanted).length === 0) return
        await send<SnapshotAnswer>('PATCH', path, wanted)
        await attempt(changed)
      },
    })
  }

  const mayChange = me.permissions.includes('inventory.snapshot.create')
  const discard = button('Discard', () => open(discardIt()))
  const rename = button('Rename', () => open(renameIt()))
  const element = el(
    'div',
    { class: 'page' },
    heading,
    el(
      'div',
      { class: 'tools' },
      exportMenu(`/exports${path}`, () => ({})),
      button('Verify', () => void attemptLong('Replaying', verify)),
      button('Drift', () => void attemptLong('Comparing', drift)),
      button('Compare with now', () => context.go(`/compare/${encodeURIComponent(id)}/now`)),
      rename,
      discard,
    ),
    result,
    told,
    parts,
    section('Inventory levels', levels.element),
  )
  return { title: 'Snapshot', hasMoment: false, refresh, element }
}

function detailsOf(
  { description, asOf, takenAt, totals, cause, digest, discarded }: SnapshotAnswer,
  zone: string,
) {
  return facts([
    ['Date and time', `${instantIn(zone, asOf)} (${asOf})`],
    ['Description', description ?? NOTHING],
    ['On hand', quantity(totals.onHand)],
    ['Value', money(totals.value)],
    ['Items', count(totals.items)],
    ['Taken', instantIn(zone, takenAt)],
    ['Cause', Object.values(cause).join(' ')],
    ['Digest', el('code', {}, digest.slice(0, 16))],
    ...(discarded === null ? [] : ([['Discarded', discarded.reason]] as const)),
  ])
}

function locationsOf({ items }: TotalsAnswer): HTMLElement {
  const columns = [
    { title: 'Location', of: (row: TotalsAnswer['items'][number]) => row.branch ?? NOTHING },
    { title: 'On hand', isNumber: true, of: (row: TotalsAnswer['items'][number]) => quantity(row.onHand) },
    { title: 'Value', isNumber: true, of: (row: TotalsAnswer['items'][number]) => money(row.value) },
    { title: 'Items', isNumber: true, of: (row: TotalsAnswer['items'][number]) => count(row.items) },
  ]
  return section('Location breakdown', plainTable('Location breakdown', columns, items))
}

function channelsOf(found: ChannelsAnswer): HTMLElement {
  type Row = ChannelsAnswer['items'][number]
  const columns = [
    { title: 'Item', of: ({ item }: Row) => item },
    { title: 'Location', of: ({ branch }: Row) => branch },
    { title: 'Channel', of: ({ channel }: Row) => channel ?? 'none' },
    { title: 'Allocated', isNumber: true, of: ({ allocated }: Row) => quantity(allocated) },
    { title: 'Available', isNumber: true, of: ({ available }: Row) => quantity(available) },
  ]
  const empty = 'Nothing was set aside for channels.'
  const table = plainTable('Channel allocation', columns, found.items, empty)
  return section(`Channel allocation${firstOf(found)}`, table)
}

function lotsOf(found: LotsAnswer): HTMLElement {
  type Row = LotsAnswer['items'][number]
  const columns = [
    { title: 'Item', of: ({ item }: Row) => item },
    { title: 'Location', of: ({ branch }: Row) => branch },
    { title: 'Lot', of: ({ lot }: Row) => lot ?? 'in no lot' },
    { title: 'Expires', of: ({ expiresOn }: Row) => expiresOn ?? NOTHING },
    { title: 'Quantity', isNumber: true, of: (row: Row) => quantity(row.quantity) },
    { title: 'Held', of: ({ held }: Row) => (held ? 'held' : '') },
  ]
  const table = plainTable('Lots and expiry', columns, found.items, 'Nothing was in lots.')
  return section(`Lots and expiry${firstOf(found)}`, table)
}

function driftOf(found: DriftAnswer, zone: string): HTMLElement {
  type Row = DriftAnswer['items'][number]
  if (found.items.length === 0)
    return el('p', { class: 'good' }, 'No drift: nothing became known since that changes it.')
  const columns = [
    { title: 'Item', of: ({ item }: Row) => item },
    { title: 'Location', of: ({ branch }: Row) => branch },
    { title: 'On hand then', isNumber: true, of: ({ frozen }: Row) => quantity(frozen?.onHand) },
    { title: 'now', isNumber: true, of: ({ now }: Row) => quantity(now?.onHand) },
    { title: 'Value then', isNumber: true, of: ({ frozen }: Row) => money(frozen?.value) },
    { title: 'now', isNumber: true, of: ({ now }: Row) => money(now?.value) },
    {
      title: 'Because of',
      of: ({ entries }: Row) =>
        el(
          'ul',
          {},
          ...entries.map(({ id, type, recordedAt, actor, quantity, value }) =>
            el(
              'li',
              {},
              `${type} ${id}, recorded ${instantIn(zone, recordedAt)}${actor === null ? '' : ` by ${actor}`}: ${change(quantity)}, value ${change(value)}`,
            ),
          ),
        ),
    },
  ]
  return section(`Drift${firstOf(found)}`, plainTable('Drift', columns, found.items))
}
