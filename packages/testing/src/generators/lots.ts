import fc, { type Arbitrary } from 'fast-check'
import { always, type DeedKind, type Scene } from './deed.ts'
import { expiryDates, lotNames, oneOf } from './names.ts'
import { partOf, quantities } from './numbers.ts'

/** The lots of a movement of so much: fields to spread into it. */
export type LotsOf = (quantity: string) => {
  readonly lots?: { lot: string; quantity: string; expiresOn?: string }[]
}

/** No lots, all in one, part in one and the rest in none, or half and half. */
export function lotsOf({ lots }: Scene): Arbitrary<LotsOf> {
  const none: LotsOf = () => ({})
  if (!lots) return fc.constant(none)
  const some = fc
    .record({
      lots: fc.subarray(lotNames, { minLength: 1 }),
      parts: fc.constantFrom(1n, 2n, 3n),
      expiresOn: fc.option(oneOf(expiryDates)),
    })
    .map(({ lots, parts, expiresOn }): LotsOf => {
      const shares = parts < BigInt(lots.length) ? BigInt(lots.length) : parts
      const dated = expiresOn === null ? {} : { expiresOn }
      return (quantity) => {
        const share = partOf(quantity, shares)
        // A quantity too small to share goes to the first lot alone.
        const taking = share === quantity ? lots.slice(0, 1) : lots
        return { lots: taking.map((lot) => ({ lot, quantity: share, ...dated })) }
      }
    })
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: fc.constant(none) },
    { weight: 1, arbitrary: some },
  )
}

/** Lots corrected, held and released. */
export function lotDeeds({ items, branches, lots }: Scene): readonly DeedKind[] {
  if (!lots) return []
  const corrected = fc
    .record({
      item: oneOf(items),
      branch: oneOf(branches),
      ends: fc.constantFrom<{ from?: string; to?: string }>(
        { to: 'L1' },
        { from: 'L1' },
        { from: 'L1', to: 'L2' },
        { from: 'L2', to: 'L1' },
      ),
      quantity: quantities(false),
    })
    .map(({ ends, ...fields }) => always({ type: 'LotCorrected', ...fields, ...ends }))
  const lot = { item: oneOf(items), lot: oneOf(lotNames), branch: oneOf(branches) }
  const hold = fc.record(lot, { requiredKeys: ['item', 'lot'] })
  return [
    { type: 'LotCorrected', weight: 1, deeds: corrected },
    { type: 'LotHeld', weight: 1, deeds: hold.map((fields) => always({ type: 'LotHeld', ...fields })) },
    {
      type: 'LotReleased',
      weight: 1,
      deeds: hold.map((fields) => always({ type: 'LotReleased', ...fields })),
    },
  ]
}
