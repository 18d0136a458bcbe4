import fc, { type Arbitrary } from 'fast-check'
import type { DeedKind, MakeDeed, Scene } from './deed.ts'
import { oneOf } from './names.ts'
import { livingOf } from './past.ts'

/** Items created and changed, with the opt-outs from costing and from tracking. */
export function definingDeeds(scene: Scene): readonly DeedKind[] {
  return [{ type: 'ItemDefined', weight: 2, deeds: definitions(scene) }]
}

/** What may differ at a branch; a cost of zero opts out, `null` clears. */
const attributes = {
  group: oneOf(['tea', 'coffee']),
  marketCost: fc.constantFrom('6', '0', '2.5', null),
  lastReceiptCost: fc.constantFrom('5', '0', null),
  expectedMargin: fc.constantFrom('40', '12.5', null),
  minimum: fc.constantFrom('3', '0', null),
}

function definitions({ items, branches }: Scene): Arbitrary<MakeDeed> {
  const own = fc.record(
    {
      item: oneOf(items),
      name: fc.constantFrom('Tea', 'Coffee'),
      prices: fc.constantFrom({ retail: '9.9' }, {}),
      merchandising: fc.subarray(['front', 'window']),
      ...attributes,
    },
    { requiredKeys: ['item'] },
  )
  const elsewhere = fc.tuple(
    oneOf(branches),
    fc.record(attributes, { requiredKeys: [], noNullPrototype: true }),
  )
  return fc
    .tuple(own, fc.option(elsewhere, { freq: 2 }), fc.constantFrom(true, true, true, false))
    .map(([fields, there, tracksQuantity]): MakeDeed => {
      return (past) => ({
        type: 'ItemDefined',
        ...fields,
        ...(there === null ? {} : { branches: { [there[0]]: there[1] } }),
        // Tracking is switched off only before anything moved, as a host may.
        ...(tracksQuantity || livingOf(past, fields.item).length > 0 ? {} : { tracksQuantity }),
      })
    })
}
