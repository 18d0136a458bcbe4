import {
  canTrigger,
  formatInstant,
  type Inventory,
  type Schedule,
  type Snapshot,
  type Trigger,
  triggerConditions,
} from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { removed, scheduleSet, schedules, triggerSet, triggers } from '../answers/rules.ts'
import { type Asked, operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'

const text = z.string().trim().min(1).max(256)

const reason = { reason: text.optional() }

const listSchedules = operation({
  path: '/schedules',
  summary: 'The snapshots taken regularly, and what each rule has taken.',
  needs: 'inventory.read',
  query: pageQuery,
  answer: schedules,
  run: async ({ query }, { inventory }) => {
    const { items, pagination } = paged(await inventory.snapshots.schedules.list(), query)
    const taken = await takenBy(inventory, 'schedule')
    return {
      items: items.map((one) => ({ ...toScheduleAnswer(one), ...whatTook(one.schedule, taken) })),
      pagination,
    }
  },
})

const setSchedule = operation({
  method: 'put',
  path: '/schedules/{schedule}',
  summary:
    'Sets a schedule, or sets it anew; `tidemark run` takes its snapshots. Repeating it changes nothing.',
  needs: 'inventory.snapshot.create',
  params: { schedule: name },
  body: {
    every: text.describe('day, week, month-end, quarter-end, year-end, or a cron expression.'),
    timeZone: text,
    template: text.optional(),
    settle: text.optional().describe('How long after a boundary it is taken, such as 2h.'),
    from: name.optional().describe('Boundaries after this instant, past ones too.'),
  },
  answer: scheduleSet,
  run: async ({ params, body }, asked) => {
    const set = await asked.inventory.snapshots.schedules.set(params.schedule, body)
    return { ...toScheduleAnswer(set), ...(await toldOfTaken(asked, 'schedule', set.schedule)) }
  },
})

const removeSchedule = operation({
  method: 'post',
  path: '/schedules/{schedule}/remove',
  summary: 'Removes a schedule; what it took stays.',
  needs: 'inventory.snapshot.create',
  params: { schedule: name },
  body: reason,
  answer: removed,
  run: async ({ params, body }, { inventory }) => {
    await inventory.snapshots.schedules.remove(params.schedule, body)
    return { removed: params.schedule }
  },
})

const listTriggers = operation({
  path: '/triggers',
  summary: 'The snapshots taken whenever something happens, and what each rule has taken.',
  needs: 'inventory.read',
  query: pageQuery,
  answer: triggers,
  run: async ({ query }, { inventory }) => {
    const { items, pagination } = paged(await inventory.snapshots.triggers.list(), query)
    const taken = await takenBy(inventory, 'trigger')
    return {
      items: items.map((one) => ({ ...toTriggerAnswer(one), ...whatTook(one.trigger, taken) })),
      pagination,
    }
  },
})

const setTrigger = operation({
  method: 'put',
  path: '/triggers/{trigger}',
  summary:
    'Sets a trigger, or sets it anew; `tidemark run` takes its snapshots. Repeating it changes nothing.',
  needs: 'inventory.snapshot.create',
  params: { trigger: name },
  body: {
    on: z.array(z.string().refine(canTrigger)).max(40).optional().describe('Types of events.'),
    when: z.enum(triggerConditions).optional(),
    item: text.optional(),
    branch: text.optional(),
    where: z.record(text, text).optional(),
    cooldown: text.optional(),
    template: text.optional(),
    backfill: z.boolean().optional(),
  },
  answer: triggerSet,
  run: async ({ params, body: { on, ...rest } }, asked) => {
    const types = on === undefined || on.length === 0 ? {} : { on: on.filter(canTrigger) }
    const set = await asked.inventory.snapshots.triggers.set(params.trigger, { ...rest, ...types })
    return { ...toTriggerAnswer(set), ...(await toldOfTaken(asked, 'trigger', set.trigger)) }
  },
})

const removeTrigger = operation({
  method: 'post',
  path: '/triggers/{trigger}/remove',
  summary: 'Removes a trigger; what it took stays.',
  needs: 'inventory.snapshot.create',
  params: { trigger: name },
  body: reason,
  answer: removed,
  run: async ({ params, body }, { inventory }) => {
    await inventory.snapshots.triggers.remove(params.trigger, body)
    return { removed: params.trigger }
  },
})

type Kind = 'schedule' | 'trigger'

type Taken = ReadonlyMap<string, readonly Snapshot[]>

/** The snapshots rules have taken, by the name of the rule, the newest first. */
async function takenBy(inventory: Inventory, kind: Kind): Promise<Taken> {
  const snapshots = await inventory.snapshots.list({ cause: kind })
  return Map.groupBy(snapshots, ({ cause }) => cause[kind] ?? '')
}

function whatTook(rule: string, taken: Taken) {
  const snapshots = taken.get(rule) ?? []
  const [last] = snapshots
  return {
    taken: snapshots.length,
    last: last === undefined ? null : { id: last.id, name: last.name, asOf: formatInstant(last.asOf) },
  }
}

/** The same of one rule, for whoever has just set it: they may do that without reading what was taken. */
async function toldOfTaken({ inventory, who }: Asked, kind: Kind, rule: string) {
  if (!who.permissions.includes('inventory.read')) return { taken: null, last: null }
  return whatTook(rule, await takenBy(inventory, kind))
}

function toScheduleAnswer({ setAt: _, from, next, ...rest }: Schedule) {
  return { ...rest, from: formatInstant(from), next: next === null ? null : formatInstant(next) }
}

function toTriggerAnswer({ setAt: _, ...rest }: Trigger) {
  return { ...rest, where: { ...rest.where } }
}

export const ruleOperations = [
  listSchedules,
  setSchedule,
  removeSchedule,
  listTriggers,
  setTrigger,
  removeTrigger,
]
