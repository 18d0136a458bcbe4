import { joinKey, type Micros, magnitude } from '@tidemark/projection'
import { type StockContext, type StockDraft, tellAnomaly } from './recipe.ts'

/** Lots of a movement; quantities count by their magnitude. */
export type MovedLots =
  | readonly {
      readonly lot: string
      readonly quantity: Micros
      readonly expiresOn?: string | undefined
    }[]
  | undefined

/** Adds what came in to its lots. */
export function lotsIn(draft: StockDraft, branch: string, lots: MovedLots): void {
  for (const { lot, quantity, expiresOn } of lots ?? []) {
    const record = lotAt(draft, branch, lot)
    record.quantity += magnitude(quantity)
    if (expiresOn !== undefined) record.expiresOn = expiresOn
  }
}

/** Takes what went out from its lots. */
export function lotsOut(draft: StockDraft, context: StockContext, branch: string, lots: MovedLots): void {
  for (const { lot, quantity } of lots ?? []) {
    const record = lotAt(draft, branch, lot)
    record.quantity -= magnitude(quantity)
    if (record.quantity < 0n) tellAnomaly(context, 'LOT_NEGATIVE', `lot ${lot} at ${branch}`)
  }
}

/** The expiry of a lot as a branch knows it, for a transfer to carry along. */
export function withExpiry(draft: StockDraft, branch: string, lots: MovedLots): MovedLots {
  return lots?.map((moved) => {
    const known = draft.lot.find(joinKey(branch, moved.lot))?.expiresOn ?? undefined
    return { ...moved, expiresOn: moved.expiresOn ?? known }
  })
}

/** The record of a lot at a branch, made if need be. */
export function lotAt(draft: StockDraft, branch: string, lot: string) {
  const record = draft.lot.at(joinKey(branch, lot))
  record.branch = branch
  record.lot = lot
  return record
}

/** The lots a branch has ever had. */
export function lotsOf(draft: StockDraft, branch: string) {
  return draft.lot
    .keys()
    .map((key) => draft.lot.at(key))
    .filter((lot) => lot.branch === branch)
}
