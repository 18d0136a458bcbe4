import { formatInstant, type RecordedEvent } from 'tidemark'
import type { z } from 'zod'
import type { note } from '../answers/following.ts'

/** What a follower is told of an event. */
export type Note = z.infer<typeof note>

/** What a follower is told of an event: enough for a line of a feed, and to know what to ask anew. */
export function noteOf({ position, recordedAt, id, type, data }: RecordedEvent): Note {
  const text = (field: string) => {
    const value = data?.[field]
    return typeof value === 'string' ? value : null
  }
  const branches = [text('branch'), text('from'), text('to')].filter((branch) => branch !== null)
  return {
    position,
    id,
    type,
    kind: kindOf(type),
    recordedAt: formatInstant(recordedAt),
    occurredAt: text('occurredAt'),
    item: text('item'),
    // Of a lot that is corrected, these are lots.
    branches: type === 'LotCorrected' ? branches.slice(0, 1) : branches,
    quantity: text('quantity'),
    about: text('movement') ?? text('receipt') ?? text('name') ?? text('schedule') ?? text('trigger'),
    snapshot: text('snapshot'),
    reason: text('reason'),
    actor: text('actor'),
  }
}

function kindOf(type: string): Note['kind'] {
  if (type.startsWith('Snapshot')) return 'snapshot'
  if (type.startsWith('Period')) return 'period'
  return type.startsWith('Schedule') || type.startsWith('Trigger') ? 'rule' : 'movement'
}
