import type { Comparison, InventoryView, Level } from 'tidemark'
import { type History, historyKept } from './history.ts'
import type { Movement } from './movement.ts'
import { type Recent, recent } from './recent.ts'

/** What was worked out lately and may be asked for again: of an instant and a point of knowledge it never changes. */
export interface Kept {
  readonly views: Recent<InventoryView>
  /** Views that are being built, so that those who ask at once wait for the same. */
  readonly building: WeakMap<InventoryView, Promise<InventoryView>>
  readonly levels: Recent<readonly Level[]>
  readonly movements: Recent<readonly Movement[]>
  readonly comparisons: Recent<Comparison>
  readonly history: History
  /** The view that was last asked for as of now. */
  readonly now: { view: InventoryView | null }
}

/** A page asks for its totals, then for its rows, then for more of them: a few of each are enough. */
export function nothingKept(): Kept {
  return {
    views: recent(8),
    building: new WeakMap(),
    levels: recent(8),
    movements: recent(2),
    comparisons: recent(4),
    history: historyKept(),
    now: { view: null },
  }
}
