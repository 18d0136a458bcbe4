import { itemOfEvent, type KnownEvent, namedBy } from '@tidemark/domain'
import type { Reader } from '../reading/reader.ts'

/** Whether a late entry moves quantity, as opposed to cost alone. */
export type MovesQuantity = (source: KnownEvent) => boolean

/**
 * Tells of late entries whether they move quantity. A correction does where what it corrects does; what that is stands in the
 * timeline or among what is supposed.
 */
export function quantityMovers(timeline: Reader['timeline'], supposed: readonly KnownEvent[]): MovesQuantity {
  const sourcesOf = new Map<string, ReadonlyMap<string, KnownEvent>>()
  const namedIn = (correction: KnownEvent): KnownEvent | undefined => {
    const [item, id] = [itemOfEvent(correction), namedBy(correction)]
    if (item === null || id === null) return undefined
    const known = sourcesOf.get(item) ?? byId([...timeline.sources(item), ...supposed])
    sourcesOf.set(item, known)
    const named = known.get(id)
    // It cannot name what was recorded after it.
    return named !== undefined && named.position < correction.position ? named : undefined
  }
  const movesQuantity = (source: KnownEvent): boolean => {
    const named = namedIn(source)
    switch (source.type) {
      case 'ReceiptCostAdjusted':
      case 'CostRevalued':
      case 'MarketCostSet':
      case 'CostingPolicySet':
      case 'BranchDefined':
        return false
      case 'ItemDefined':
        return source.tracksQuantity !== undefined
      case 'MovementVoided':
        return named === undefined || movesQuantity(named)
      case 'MovementAmended': {
        const { quantity, occurredAt, branch } = source.changes
        const mayMove = quantity !== undefined || occurredAt !== undefined || branch !== undefined
        return mayMove && (named === undefined || movesQuantity(named))
      }
      default:
        return true
    }
  }
  return movesQuantity
}

/** Of events with one id, which only a foreign log has, the first. */
function byId(events: readonly KnownEvent[]): ReadonlyMap<string, KnownEvent> {
  const found = new Map<string, KnownEvent>()
  for (const event of events) if (!found.has(event.id)) found.set(event.id, event)
  return found
}
