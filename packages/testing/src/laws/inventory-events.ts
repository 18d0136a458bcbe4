import type { KnownEvent } from '@tidemark/domain'
import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { arbitraryHistory, type HistoryOptions } from '../generators/history.ts'
import { knownEvents, movementLine } from '../generators/known.ts'
import type { Subject } from './subject.ts'

/**
 * A projection of inventory events, on generated histories.
 *
 * @example
 * const laws = correctionLaws(onHistories(unitsByWeekday, { kinds: ['StockSold', 'MovementVoided'] }))
 */
export function onHistories<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  options: HistoryOptions = {},
): Subject<KnownEvent, Fact, Common, K, Effect> {
  return {
    projection,
    histories: arbitraryHistory(options).map(knownEvents),
    line: movementLine,
    inPlaceOf: (source, { position, recordedAt }) => ({ ...source, position, recordedAt }),
  }
}
