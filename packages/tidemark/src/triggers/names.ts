import { branchOf, type KnownEvent } from '@tidemark/domain'
import { Temporal } from 'temporal-polyfill'
import { fillTemplate } from '../rules/template.ts'
import type { Workspace } from '../workspace.ts'
import { branchesOf } from './filters.ts'
import type { Happening } from './judge.ts'

/** What a trigger's template may hold: `[Item]` and so on. */
export const triggerPlaceholders = [
  'Trigger',
  'Type',
  'Event',
  'Document',
  'Item',
  'Branch',
  'Date',
  'Time',
] as const

/** The template of a trigger that was given none. */
export const DEFAULT_TEMPLATE = '[Trigger] [Item] [Date] [Time]'

/** The name of the snapshot of an event. Date and Time are those of the event's branch, in UTC where it has none. */
export function nameOf(
  template: string,
  trigger: string,
  happening: Happening,
  workspace: Workspace,
): string {
  const { event, recorded } = happening
  const [branch] = branchesOf(event)
  const at = Temporal.Instant.fromEpochMilliseconds(event.occurredAt).toZonedDateTimeISO(
    zoneOf(event, branch, workspace),
  )
  return fillTemplate(template, {
    Trigger: trigger,
    Type: event.type,
    Event: event.id,
    Document: typeof recorded.data?.document === 'string' ? recorded.data.document : undefined,
    Item: 'item' in event ? event.item : undefined,
    Branch: branch,
    Date: at.toPlainDate().toString(),
    Time: at.toPlainTime().toString({ smallestUnit: 'minute' }),
  })
}

function zoneOf(event: KnownEvent, branch: string | undefined, { reader }: Workspace): string {
  if (branch === undefined) return 'UTC'
  const { common } = reader.timeline.view({ asOf: event.occurredAt, knownThrough: event.position })
  return branchOf(common, branch).timeZone
}
