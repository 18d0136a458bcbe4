import type { SchedulesAnswer, TriggersAnswer } from '../answers/rules.ts'
import { send } from './api.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { formDialog } from './form-dialog.ts'
import { count, instantIn, NOTHING } from './format.ts'
import { button } from './menus.ts'
import { plainTable, section } from './plain-table.ts'
import { readWhole } from './read-whole.ts'
import { scheduleDialog, triggerDialog } from './rule-dialogs.ts'
import { occasionOf } from './trigger-body.ts'
import type { Column } from './virtual-table.ts'

type Schedule = SchedulesAnswer['items'][number]
type Trigger = TriggersAnswer['items'][number]

/** The rules that take snapshots: regularly, and whenever something happens. */
export function rulesPage(context: Context): Page {
  const { me, moments, attempt } = context
  const mayChange = me.permissions.includes('inventory.snapshot.create')
  const schedules = el('div')
  const triggers = el('div')

  async function refresh(): Promise<void> {
    const [regular, whenever] = await Promise.all([
      readWhole<SchedulesAnswer>('/schedules'),
      readWhole<TriggersAnswer>('/triggers'),
    ])
    const { zone } = moments.get()
    fill(schedules, plainTable('Schedules', scheduleColumns(zone), regular.items, 'No schedule is set.'))
    fill(triggers, plainTable('Triggers', triggerColumns(zone), whenever.items, 'No trigger is set.'))
  }

  function open(dialog: HTMLDialogElement): void {
    element.append(dialog)
    dialog.showModal()
  }

  const set = (what: string) => {
    context.say(`Set ${what}.`)
    return attempt(refresh)
  }

  function removal(kind: 'schedule' | 'trigger', name: string): void {
    const dialog = formDialog(context, {
      title: `Remove the ${kind} ${name}`,
      action: 'Remove',
      note: 'It takes nothing any more. What it took stays.',
      fields: [{ name: 'reason', title: 'Reason', kind: 'text' }],
      async act(body) {
        await send('POST', `/${kind}s/${encodeURIComponent(name)}/remove`, body)
        await attempt(refresh)
      },
    })
    open(dialog)
  }

  function actions(
    kind: 'schedule' | 'trigger',
    name: string,
    change: () => HTMLDialogElement,
  ): Node | string {
    if (!mayChange) return ''
    return el(
      'span',
      { class: 'actions' },
      button('Change', () => open(change()), { 'aria-label': `Change ${name}` }),
      button('Remove', () => removal(kind, name), { 'aria-label': `Remove ${name}` }),
    )
  }

  function scheduleColumns(zone: string): readonly Column<Schedule>[] {
    return [
      { title: 'Schedule', of: ({ schedule }) => schedule },
      { title: 'Every', of: ({ every }) => every },
      { title: 'Time zone', of: ({ timeZone }) => timeZone },
      { title: 'Name of its snapshots', of: ({ template }) => template },
      { title: 'Settles', of: ({ settle }) => settle ?? NOTHING },
      { title: 'Next', of: ({ next }) => instantIn(zone, next) },
      ...takenColumns<Schedule>(zone),
      {
        title: 'Actions',
        of: (row) => actions('schedule', row.schedule, () => scheduleDialog(context, set, row)),
      },
    ]
  }

  function triggerColumns(zone: string): readonly Column<Trigger>[] {
    return [
      { title: 'Trigger', of: ({ trigger }) => trigger },
      { title: 'When', of: occasionOf },
      { title: 'Events', of: ({ when, on }) => (when === null ? NOTHING : typesOf(on)) },
      { title: 'Item', of: ({ item }) => item ?? 'any' },
      { title: 'Branch', of: ({ branch }) => branch ?? 'any' },
      {
        title: 'Where',
        of: ({ where }) =>
          Object.entries(where)
            .map((pair) => pair.join(' = '))
            .join(', ') || NOTHING,
      },
      { title: 'Cooldown', of: ({ cooldown }) => cooldown ?? NOTHING },
      { title: 'Name of its snapshots', of: ({ template }) => template },
      ...takenColumns<Trigger>(zone),
      {
        title: 'Actions',
        of: (row) => actions('trigger', row.trigger, () => triggerDialog(context, set, row)),
      },
    ]
  }

  const element = el(
    'div',
    { class: 'page' },
    el('h2', {}, 'Schedules and triggers'),
    el('p', { class: 'note' }, 'Their snapshots are taken by a worker: tidemark run.'),
    section(
      'Schedules',
      mayChange
        ? button('Set a schedule', () => open(scheduleDialog(context, set)), { class: 'primary' })
        : null,
      schedules,
    ),
    section(
      'Triggers',
      mayChange
        ? button('Set a trigger', () => open(triggerDialog(context, set)), { class: 'primary' })
        : null,
      triggers,
    ),
  )
  return {
    title: 'Schedules and triggers',
    hasMoment: false,
    isChangedBy: ({ kind }) => kind === 'rule' || kind === 'snapshot',
    element,
    refresh,
  }
}

/** The types of events a condition may come about by: one, or how many, to be opened. */
function typesOf(types: readonly string[]): string | Node {
  if (types.length === 1) return types.join()
  return el(
    'details',
    {},
    el('summary', {}, `${count(types.length)} types`),
    el('ul', {}, ...types.map((type) => el('li', {}, type))),
  )
}

/** What a rule has taken: how many, and the last of them to open. */
function takenColumns<Row extends Schedule | Trigger>(zone: string): readonly Column<Row>[] {
  return [
    {
      title: 'Taken',
      isNumber: true,
      of: (row) => {
        const name = 'schedule' in row ? `schedule=${row.schedule}` : `trigger=${row.trigger}`
        return row.taken === 0
          ? '0'
          : el('a', { href: `#/snapshots/by/${encodeURIComponent(name)}` }, count(row.taken))
      },
    },
    {
      title: 'Last taken',
      of: ({ last }) =>
        last === null
          ? NOTHING
          : el(
              'a',
              { href: `#/snapshots/${encodeURIComponent(last.id)}` },
              `${last.name} (${instantIn(zone, last.asOf)})`,
            ),
    },
  ]
}
