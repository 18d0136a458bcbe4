/** What every movement carries: its own key, when it happened, and where it comes from. Numbers are decimal strings. */
type Common = {
  readonly id: string
  readonly occurredAt: string
  readonly document?: string
  readonly line?: string
  readonly note?: string
  readonly tags?: Readonly<Record<string, string>>
}

type OfItem = Common & { readonly item: string }
type AtBranch = OfItem & { readonly branch: string; readonly quantity: string }

export type BranchDefined = Common & {
  readonly type: 'BranchDefined'
  readonly branch: string
  readonly name: string
  readonly timeZone: string
}
export type ItemDefined = OfItem & {
  readonly type: 'ItemDefined'
  readonly name: string
  readonly unit: string
}
export type StockReceived = AtBranch & { readonly type: 'StockReceived'; readonly unitCost: string }
export type StockSold = AtBranch & {
  readonly type: 'StockSold'
  readonly netAmount: string
  readonly customer?: string
}
export type StockReturnedByCustomer = AtBranch & {
  readonly type: 'StockReturnedByCustomer'
  readonly netAmount: string
  /** Id of the `StockSold` the goods came from. */
  readonly sale?: string
}
export type StockAdjusted = AtBranch & { readonly type: 'StockAdjusted'; readonly reason: string }

/** The movements this example writes: one line of a movement file each. */
export type Movement =
  | BranchDefined
  | ItemDefined
  | StockReceived
  | StockSold
  | StockReturnedByCustomer
  | StockAdjusted
