import { stockProjection } from '@tidemark/domain'
import { initialState, prepare, reduce } from '@tidemark/projection'
import type { History } from './deed.ts'
import { knownEvents } from './known.ts'

/** Whether on hand stays at zero or above at every branch and instant of a history. */
export function neverNegative(history: History): boolean {
  let state = initialState(stockProjection)
  for (const fact of prepare(stockProjection, knownEvents(history))) {
    state = reduce(stockProjection, state, fact)
    for (const unit of Object.values(state.units)) {
      if (Object.values(unit.branch).some((branch) => branch.onHand < 0n)) return false
    }
  }
  return true
}
