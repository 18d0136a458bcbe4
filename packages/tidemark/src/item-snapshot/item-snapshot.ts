import type { KnowledgePoint } from '../knowledge.ts'

/**
 * An item as its page shows it: at one branch, or (`branch` is null) over all of the company.
 *
 * Numbers are decimal strings, exact to six decimals; margins are percentages; instants are ISO 8601, UTC; what was
 * never set or never happened is null.
 */
export interface ItemSnapshot {
  readonly item: string
  readonly branch: string | null
  readonly asOf: string
  /** The last event known, as `knownThrough` takes it; `null` when nothing is. */
  readonly knownThrough: KnowledgePoint | null
  readonly name: string
  readonly unit: string | null
  /** For comparison; not a price level. */
  readonly suggestedList: string | null
  readonly prices: { readonly [level: string]: string }
  readonly costs: ItemCosts
  readonly merchandising: readonly string[]
  readonly group: string | null
  readonly section: string | null
  readonly vendor: string | null
  readonly quantities: ItemQuantities
  readonly margins: ItemMargins
  readonly sales: ItemSales
  readonly codes: ItemCodes
  readonly dates: ItemDates
  /** Blank after counts were initialised, and over the company: a count is one of a branch. */
  readonly lastCountQuantity: string | null
  /** Where anything is in a lot: what is in each, and what is in none (`lot` is null); together, on hand. */
  readonly lots: readonly ItemLot[]
  readonly channels: readonly ItemChannel[]
}

/** Of one unit. */
export interface ItemCosts {
  readonly market: string | null
  readonly lastReceipt: string | null
  readonly weightedAverage: string | null
}

/** How much of it there is, and how much there should be: at the branch, or of all branches together. */
export interface ItemQuantities {
  readonly minimum: string | null
  readonly maximum: string | null
  readonly onHand: string
  readonly reserved: string
  readonly held: string
  /** On hand - reserved - held - safety stock. */
  readonly available: string
  readonly onOrder: string
  /** As the reorder list has it; `null` without a minimum, and where quantity is not tracked. */
  readonly suggestedOrder: string | null
}

/** What should be earned with it, in percent of the price, and whether it was. */
export interface ItemMargins {
  readonly expected: string | null
  readonly minimum: string | null
  /** Whether a sale of the current month was below the margin expected when it was made. */
  readonly belowExpected: boolean
  readonly belowMinimum: boolean
}

/** Calendar periods in the time zone of the branch; over the company, each branch by its own calendar. */
export interface ItemSales {
  readonly currentMonth: SalesFigures
  readonly currentYear: SalesFigures
  readonly lastMonth: SalesFigures
  readonly lastYear: SalesFigures
}

/** What was sold in a period, less what came back in it. */
export interface SalesFigures {
  /** Without tax. */
  readonly sales: string
  readonly cost: string
  /** (Sales - cost) / sales, in percent; `null` when sales are 0. */
  readonly grossMargin: string | null
}

/** How it is kept, taxed and priced, as it was defined. */
export interface ItemCodes {
  readonly stocked: boolean
  readonly tracksQuantity: boolean
  readonly maintainReceipts: boolean | null
  readonly taxable: string | null
  readonly discountCode: string | null
  readonly priceMatrix: string | null
  readonly priceRounding: string | null
}

/** At the branch; over the company, the latest at any. */
export interface ItemDates {
  /** Or returned. */
  readonly lastSold: string | null
  /** A purchase order with the item was saved as ordered. */
  readonly lastPurchased: string | null
  readonly lastReceipt: string | null
  /** Entered or posted, whichever is later. */
  readonly lastCounted: string | null
}

/** What is in one lot of it, or in none. */
export interface ItemLot {
  /** `null`: what is in no lot. */
  readonly lot: string | null
  /** A local date; the lot is good through that day. */
  readonly expiresOn: string | null
  readonly quantity: string
  readonly held: boolean
}

/** What is set aside for one channel of selling. */
export interface ItemChannel {
  readonly channel: string
  readonly allocated: string
  readonly reserved: string
  /** Allocated - reserved for the channel. */
  readonly available: string
}

/** An item over the company and at each branch where something was recorded of it. */
export interface ItemSnapshots {
  readonly item: string
  readonly asOf: string
  readonly knownThrough: KnowledgePoint | null
  readonly company: ItemSnapshot
  /** By branch, by code point. */
  readonly branches: readonly ItemSnapshot[]
}
