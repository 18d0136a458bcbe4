import type { CardLine, Comparison, InventoryView, Level } from 'tidemark'
import { type History, historyKept } from './history.ts'
import type { ListedMovement } from './movement.ts'
import { type Recent, recent } from './recent.ts'
import type { Underway } from './underway.ts'

/** What was worked out lately and may be asked for again: of an instant and a point of knowledge it never changes. */
export interface Kept {
  readonly views: Recent<InventoryView>
  /** Views that are being built, so that those who ask at once wait for the same. */
  readonly building: WeakMap<InventoryView, Underway<InventoryView>>
  readonly levels: Recent<readonly Level[]>
  /** All movements of a view: gone through once, whatever is looked for among them. */
  readonly allMovements: Recent<Underway<readonly ListedMovement[]>>
  readonly movements: Recent<readonly ListedMovement[]>
  readonly cards: Recent<readonly CardLine[]>
  readonly comparisons: Recent<Comparison>
  readonly history: History
  /** The view that was last asked for as of now. */
  readonly now: { view: InventoryView | null }
  /** How many follow what is recorded. */
  readonly followers: { open: number }
}

/** A page asks for its totals, then for its rows, then for more of them: a few of each are enough. */
export function nothingKept(): Kept {
  return {
    views: recent(8),
    building: new WeakMap(),
    levels: recent(8),
    allMovements: recent(2),
    movements: recent(4),
    cards: recent(4),
    comparisons: recent(4),
    history: historyKept(),
    now: { view: null },
    followers: { open: 0 },
  }
}
