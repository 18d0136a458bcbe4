import type { PeriodsAnswer } from '../answers/rules.ts'
import { send } from './api.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { formDialog } from './form-dialog.ts'
import { count, instantIn, NOTHING } from './format.ts'
import { button } from './menus.ts'
import { plainTable, section } from './plain-table.ts'
import { readWhole } from './read-whole.ts'
import { instantOf, lastMonthEnd, localOf } from './zone.ts'

type Closing = PeriodsAnswer['items'][number]
type Late = PeriodsAnswer['lastLateEntries'][number]

/** What is closed, how it came to be, and what was let in all the same; to close a period, and to open it. */
export function periodsPage(context: Context): Page {
  const { me, moments, attempt } = context
  const mayChange = me.permissions.includes('inventory.period')
  const closed = el('p', { class: 'told', role: 'status' })
  const closings = el('div')
  const late = el('div')
  const reopen = button('Reopen', () => open(reopenDialog()), { hidden: true })
  let closedThrough: string | null = null

  async function refresh(): Promise<void> {
    show(await readWhole<PeriodsAnswer>('/periods'))
  }

  function show(answer: PeriodsAnswer): void {
    const { zone } = moments.get()
    closedThrough = answer.closedThrough
    closed.textContent =
      closedThrough === null ? 'Everything is open.' : `Closed through ${instantIn(zone, closedThrough)}.`
    reopen.hidden = !mayChange || closedThrough === null
    fill(
      closings,
      plainTable('Closings', closingColumns(zone), answer.items.toReversed(), 'Nothing was ever closed.'),
    )
    const more =
      answer.lateEntries > answer.lastLateEntries.length ? `, the last ${answer.lastLateEntries.length}` : ''
    fill(
      late,
      section(
        `Let in all the same: ${count(answer.lateEntries)}${more}`,
        plainTable('Late entries', lateColumns(zone), answer.lastLateEntries),
      ),
    )
  }

  function open(dialog: HTMLDialogElement): void {
    element.append(dialog)
    dialog.showModal()
  }

  async function change(path: string, through: string | null, reason: string | undefined): Promise<void> {
    await send('POST', path, { through, ...(reason === undefined ? {} : { reason }) })
    await attempt(refresh)
    await attempt(context.historyChanged)
  }

  function closeDialog(): HTMLDialogElement {
    const { zone } = moments.get()
    return formDialog(context, {
      title: 'Close a period',
      action: 'Close',
      note: 'Nothing at or before that instant is recorded any more, unless it is let in. Snapshots stay what they are.',
      fields: [
        { name: 'through', title: `Through (${zone})`, kind: 'instant', required: true },
        { name: 'reason', title: 'Reason', kind: 'text' },
      ],
      filled: { through: localOf(zone, lastMonthEnd(zone, Date.now())) },
      act: ({ through = '', reason }) => change('/periods/close', instantNamed(zone, through), reason),
    })
  }

  function reopenDialog(): HTMLDialogElement {
    const { zone } = moments.get()
    return formDialog(context, {
      title: 'Reopen',
      action: 'Reopen',
      note: 'Without an instant everything is opened.',
      fields: [
        { name: 'through', title: `Stays closed through (${zone})`, kind: 'instant' },
        { name: 'reason', title: 'Reason', kind: 'text', required: true },
      ],
      act: ({ through, reason }) =>
        change('/periods/reopen', through === undefined ? null : instantNamed(zone, through), reason),
    })
  }

  const element = el(
    'div',
    { class: 'page' },
    el('h2', {}, 'Periods'),
    closed,
    mayChange
      ? el(
          'div',
          { class: 'tools' },
          button('Close a period', () => open(closeDialog()), { class: 'primary' }),
          reopen,
        )
      : null,
    section('Closings', closings),
    late,
  )
  return {
    title: 'Periods',
    hasMoment: false,
    isChangedBy: ({ kind }) => kind === 'period',
    element,
    refresh,
  }
}

/** The instant of a local date and time, in words of the API. */
function instantNamed(zone: string, local: string): string {
  const instant = instantOf(zone, local)
  if (instant === null) throw new Error('That is no date and time.')
  return new Date(instant).toISOString()
}

function closingColumns(zone: string) {
  return [
    { title: 'What', of: ({ type }: Closing) => (type === 'PeriodClosed' ? 'closed' : 'reopened') },
    {
      title: 'Closed through',
      of: ({ through }: Closing) => (through === null ? 'nothing' : instantIn(zone, through)),
    },
    { title: 'Recorded', of: ({ recordedAt }: Closing) => instantIn(zone, recordedAt) },
    { title: 'By', of: ({ actor }: Closing) => actor ?? NOTHING },
    { title: 'Reason', of: ({ reason }: Closing) => reason ?? NOTHING },
  ]
}

function lateColumns(zone: string) {
  return [
    { title: 'Movement', of: ({ id }: Late) => id },
    { title: 'Type', of: ({ type }: Late) => type },
    { title: 'Item', of: ({ item }: Late) => item ?? NOTHING },
    { title: 'Takes effect', of: ({ effectiveAt }: Late) => instantIn(zone, effectiveAt) },
    { title: 'Recorded', of: ({ recordedAt }: Late) => instantIn(zone, recordedAt) },
    { title: 'By', of: ({ actor }: Late) => actor ?? NOTHING },
    { title: 'Reason', of: ({ reason }: Late) => reason ?? NOTHING },
  ]
}
