import { joinKey } from '@tidemark/projection'
import type { StockDraft, StockRecipes } from './recipe.ts'

/** The branch of a hold that stands for all branches, also later ones; no branch has an empty name. */
export const ALL_BRANCHES = ''

/** The key of a hold: a lot at a branch, or at all of them. */
export function holdKey(lot: string, branch: string): string {
  return joinKey(lot, branch)
}

/** The latest fact wins at each branch; one for all branches overrides what was said of single ones. */
function setHold(draft: StockDraft, lot: string, branch: string | undefined, held: boolean): void {
  if (branch === undefined) {
    for (const key of draft.hold.keys()) if (draft.hold.at(key).lot === lot) draft.hold.remove(key)
  }
  const hold = draft.hold.at(holdKey(lot, branch ?? ALL_BRANCHES))
  hold.lot = lot
  hold.branch = branch ?? ALL_BRANCHES
  hold.held = held
}

export const holdRecipes: StockRecipes = {
  LotHeld: (draft, { branch, lot }) => setHold(draft, lot, branch, true),
  LotReleased: (draft, { branch, lot }) => setHold(draft, lot, branch, false),
}
