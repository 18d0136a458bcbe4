import { formatMicros, toMicros } from '@tidemark/projection'
import fc, { type Arbitrary } from 'fast-check'
import { always, type DeedKind, type MakeDeed, type Scene } from './deed.ts'
import { lotsOf } from './lots.ts'
import { oneOf, rarely, twoOf } from './names.ts'
import { amounts, notZero, quantities, unitCosts } from './numbers.ts'

/** Goods between branches, found and lost. */
export function movingDeeds(scene: Scene): readonly DeedKind[] {
  const adjustments: DeedKind = { type: 'StockAdjusted', weight: 3, deeds: adjusted(scene) }
  if (scene.branches.length < 2) return [adjustments]
  return [{ type: 'StockTransferred', weight: 4, deeds: transfers(scene) }, adjustments]
}

function transfers(scene: Scene): Arbitrary<MakeDeed> {
  return fc
    .record({
      item: oneOf(scene.items),
      ends: twoOf(scene.branches),
      quantity: quantities(scene.huge),
      charge: fc.option(amounts, { freq: 2 }),
      lots: lotsOf(scene),
    })
    .map(({ item, ends: [from, to], quantity, charge, lots }) =>
      always({
        type: 'StockTransferred',
        item,
        from,
        to,
        quantity,
        ...(charge === null ? {} : { charges: [{ code: 'freight', amount: charge }] }),
        ...lots(quantity),
      }),
    )
}

function adjusted(scene: Scene): Arbitrary<MakeDeed> {
  return fc
    .record({
      item: oneOf(scene.items),
      branch: oneOf(scene.branches),
      quantity: notZero(false),
      unitCost: rarely(unitCosts(scene.huge)),
      lots: lotsOf(scene),
    })
    .map(({ unitCost, quantity, lots, ...fields }) => {
      const isOut = toMicros(quantity) < 0n
      const size = isOut ? formatMicros(-toMicros(quantity)) : quantity
      return always({
        type: 'StockAdjusted',
        ...fields,
        quantity,
        reason: isOut ? 'shrinkage' : 'found',
        ...(unitCost === null ? {} : { unitCost }),
        ...lots(size),
      })
    })
}
