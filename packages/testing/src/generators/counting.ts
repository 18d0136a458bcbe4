import { formatMicros, toMicros } from '@tidemark/projection'
import fc, { type Arbitrary } from 'fast-check'
import { always, type DeedKind, type MakeDeed, type Scene } from './deed.ts'
import { lotsOf } from './lots.ts'
import { back, oneOf, rarely } from './names.ts'
import { quantities, unitCosts } from './numbers.ts'
import { fromLast } from './past.ts'

/** Count entries, their posting, and their clearing. */
export function countingDeeds(scene: Scene): readonly DeedKind[] {
  const { items, branches } = scene
  const place = { item: oneOf(items), branch: oneOf(branches) }
  return [
    { type: 'StockCounted', weight: 4, deeds: entries(scene) },
    { type: 'CountPosted', weight: 3, deeds: postings(scene) },
    {
      type: 'CountsInitialised',
      weight: 1,
      deeds: fc.record(place).map((at) => always({ type: 'CountsInitialised', ...at })),
    },
  ]
}

/** Mostly of the count that was entered last, wherever that was. */
function postings({ items, branches }: Scene): Arbitrary<MakeDeed> {
  return fc
    .record({
      anywhere: fc.record({ item: oneOf(items), branch: oneOf(branches) }),
      entered: fc.option(back, { freq: 4 }),
      unitCost: rarely(unitCosts(false)),
    })
    .map(({ anywhere, entered, unitCost }): MakeDeed => {
      return (past) => {
        const entries = past.flatMap(({ event }) => (event.type === 'StockCounted' ? [event] : []))
        const { item, branch } = (entered === null ? undefined : fromLast(entries, entered)) ?? anywhere
        return { type: 'CountPosted', item, branch, ...(unitCost === null ? {} : { unitCost }) }
      }
    })
}

/** Entries add up; one below zero corrects an earlier one, one of zero says that nothing is there. */
function entries(scene: Scene): Arbitrary<MakeDeed> {
  const counted = fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: quantities(false) },
    { weight: 1, arbitrary: fc.constant('0') },
    { weight: 1, arbitrary: quantities(false).map((size) => formatMicros(-toMicros(size))) },
  )
  return fc
    .record({
      item: oneOf(scene.items),
      branch: oneOf(scene.branches),
      quantity: counted,
      lots: lotsOf(scene),
    })
    .map(({ quantity, lots, ...at }) => {
      const named = toMicros(quantity) > 0n ? (lots(quantity).lots ?? []) : []
      const byLot = named.map(({ lot, quantity }) => ({ lot, quantity }))
      return always({ type: 'StockCounted', ...at, quantity, ...(byLot.length === 0 ? {} : { lots: byLot }) })
    })
}
