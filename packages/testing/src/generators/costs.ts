import fc, { type Arbitrary } from 'fast-check'
import { always, type DeedKind, type MakeDeed, type Scene } from './deed.ts'
import { oneOf } from './names.ts'
import { amounts, unitCosts } from './numbers.ts'

/** Revaluations and market costs, the opting out by a zero included. */
export function costDeeds(scene: Scene): readonly DeedKind[] {
  return [
    { type: 'CostRevalued', weight: 2, deeds: revaluations(scene) },
    { type: 'MarketCostSet', weight: 1, deeds: marketCosts(scene) },
  ]
}

function revaluations({ items, branches }: Scene): Arbitrary<MakeDeed> {
  const worth = fc.oneof(
    { withCrossShrink: true },
    unitCosts(false).map((unitCost) => ({ unitCost })),
    amounts.map((amount) => ({ amount })),
  )
  return fc
    .tuple(fc.record({ item: oneOf(items), branch: oneOf(branches) }), worth)
    .map(([at, to]) => always({ type: 'CostRevalued', ...at, ...to }))
}

function marketCosts({ items, branches }: Scene): Arbitrary<MakeDeed> {
  return fc
    .record(
      { item: oneOf(items), branch: oneOf(branches), unitCost: unitCosts(false) },
      { requiredKeys: ['item', 'unitCost'] },
    )
    .map((fields) => always({ type: 'MarketCostSet', ...fields }))
}
