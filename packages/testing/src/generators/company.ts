import fc, { type Arbitrary } from 'fast-check'
import { always, type DeedKind, type MakeDeed, type Scene } from './deed.ts'
import { oneOf } from './names.ts'

/** Branches, and the parameters of costing changed over time. */
export function companyDeeds({ branches }: Scene): readonly DeedKind[] {
  const defined = fc
    .record(
      {
        branch: oneOf(branches),
        name: fc.constantFrom('North', 'South'),
        timeZone: fc.constantFrom('Europe/London', 'America/New_York'),
        active: fc.boolean(),
      },
      { requiredKeys: ['branch'] },
    )
    .map((fields) => always({ type: 'BranchDefined', ...fields }))
  return [
    { type: 'CostingPolicySet', weight: 3, deeds: policies },
    { type: 'BranchDefined', weight: 1, deeds: defined },
  ]
}

/** All parameters but `negativeStock`: `refuse` keeps a library from recording what a log may hold. */
const policies: Arbitrary<MakeDeed> = fc
  .record(
    {
      averageScope: fc.constantFrom('company', 'branch'),
      lateChargeEffect: fc.constantFrom('arrival', 'receipt'),
      customerReturnCost: fc.constantFrom('average', 'sale'),
      supplierReturnCost: fc.constantFrom('receipt', 'average'),
      setMarketCostWithLastReceiptCostChange: fc.boolean(),
      includeAdjustments: fc.boolean(),
      updateLastReceiptCostOnTransfers: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .filter((parameters) => Object.keys(parameters).length > 0)
  .map((parameters) => always({ type: 'CostingPolicySet', ...parameters }))
