import { inventoryProjection, micros } from '../src/index.ts'

/** A projection of a host: units sold by branch. */
export function soldByBranch(version = 1) {
  return inventoryProjection({
    name: 'sold/by branch',
    version,
    records: { branch: { units: micros } },
    on: {
      StockSold: (draft, { branch, quantity }) => {
        draft.branch.at(branch).units += quantity
      },
    },
  })
}
