import type { SchedulesAnswer, TriggersAnswer } from '../answers/rules.ts'
import { send } from './api.ts'
import type { Context } from './context.ts'
import { formDialog } from './form-dialog.ts'
import type { Field } from './movement-forms.ts'
import { filterFields, occasionOf, triggerBody } from './trigger-body.ts'
import { instantOf } from './zone.ts'

type Done = (what: string) => Promise<void>

const template: Field = { name: 'template', title: 'Name of its snapshots', kind: 'text' }

/** Asks for a schedule, or for what is to change of one. */
export function scheduleDialog(
  context: Context,
  done: Done,
  set?: SchedulesAnswer['items'][number],
): HTMLDialogElement {
  const { zone } = context.moments.get()
  return formDialog(context, {
    title: set === undefined ? 'Set a schedule' : `Change the schedule ${set.schedule}`,
    action: 'Set',
    note: 'Every day, week, month-end, quarter-end, year-end, or a cron expression of five or six fields.',
    fields: [
      { name: 'schedule', title: 'Schedule', kind: set === undefined ? 'text' : 'fixed', required: true },
      { name: 'every', title: 'Every', kind: 'text', required: true },
      { name: 'timeZone', title: 'Time zone', kind: 'text', required: true },
      template,
      { name: 'settle', title: 'Taken so long after, such as 2h', kind: 'text' },
      { name: 'from', title: 'Also those that ended since', kind: 'instant' },
    ],
    filled: {
      schedule: set?.schedule ?? '',
      every: set?.every ?? 'month-end',
      timeZone: set?.timeZone ?? zone,
      template: set?.template ?? '',
      settle: set?.settle ?? '',
    },
    async act({ schedule = '', from, ...rest }) {
      const since = from === undefined ? null : instantOf(zone, from)
      const body = { ...rest, ...(since === null ? {} : { from: new Date(since).toISOString() }) }
      await send('PUT', `/schedules/${encodeURIComponent(schedule)}`, body)
      await done(schedule)
    },
  })
}

/** What can set a trigger off: a condition, or the type of a movement. */
const occasions = [
  'stock-out',
  'below-minimum',
  'purchase-order-received',
  'CountPosted',
  'LotHeld',
  'PeriodClosed',
  'StockReceived',
  'StockSold',
  'StockReturnedByCustomer',
  'StockReturnedToSupplier',
  'StockTransferred',
  'StockAdjusted',
  'MovementVoided',
  'MovementAmended',
  'CostRevalued',
  'ItemDefined',
]

/** Asks for a trigger, or for what is to change of one. */
export function triggerDialog(
  context: Context,
  done: Done,
  set?: TriggersAnswer['items'][number],
): HTMLDialogElement {
  const occasion = set === undefined ? 'stock-out' : occasionOf(set)
  const all = occasions.includes(occasion) ? occasions : [occasion, ...occasions]
  const filters = filterFields(set?.where ?? {})
  return formDialog(context, {
    title: set === undefined ? 'Set a trigger' : `Change the trigger ${set.trigger}`,
    action: 'Set',
    note: 'A snapshot of the instant is taken for every event that meets it, of those recorded from now on.',
    fields: [
      { name: 'trigger', title: 'Trigger', kind: set === undefined ? 'text' : 'fixed', required: true },
      { name: 'when', title: 'When', kind: all, required: true },
      { name: 'item', title: 'Item', kind: 'item' },
      { name: 'branch', title: 'Branch', kind: 'branch' },
      ...filters.fields,
      { name: 'cooldown', title: 'Not again within, such as 1h', kind: 'text' },
      template,
      { name: 'backfill', title: 'Also for what was recorded before', kind: ['no', 'yes'] },
    ],
    filled: {
      trigger: set?.trigger ?? '',
      when: occasion,
      item: set?.item ?? '',
      branch: set?.branch ?? '',
      ...filters.filled,
      cooldown: set?.cooldown ?? '',
      template: set?.template ?? '',
      backfill: set?.backfill === true ? 'yes' : 'no',
    },
    async act({ trigger = '', ...typed }) {
      await send('PUT', `/triggers/${encodeURIComponent(trigger)}`, triggerBody(typed, set))
      await done(trigger)
    },
  })
}
