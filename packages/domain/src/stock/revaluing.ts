import { revalueByAmount, revalueToUnitCost, settleScope } from './move.ts'
import { itemOf, type StockRecipes } from './recipe.ts'

export const revaluingRecipes: StockRecipes = {
  CostRevalued: (draft, { branch, unitCost, amount }, context) => {
    if (!itemOf(draft).tracksQuantity) return
    if (unitCost !== undefined) revalueToUnitCost(draft, context, branch, unitCost)
    else revalueByAmount(draft, context, 'revaluation', branch, amount ?? 0n)
  },

  CostingPolicySet: (draft, _policy, context) => {
    if (draft.branch.keys().length > 0) settleScope(draft, context)
  },
}
