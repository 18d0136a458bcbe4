import { flag, instant, json, micros, text } from '@tidemark/projection'

/** Attributes that differ at one branch, as decimal strings and plain values; absent ones are the item's. */
export type BranchAttributes = { readonly [attribute: string]: unknown }

/** What the stock projection keeps of each item. */
export const stockRecords = {
  /** The item's own attributes, under the key `item`. */
  item: {
    defined: flag,
    name: text,
    unit: text,
    tracksQuantity: flag.on,
    stocked: flag.optional,
    maintainReceipts: flag.optional,
    taxable: text,
    discountCode: text,
    priceMatrix: text,
    priceRounding: text,
    merchandising: json<readonly string[]>([]),
    group: text,
    section: text,
    vendor: text,
    suggestedList: micros.optional,
    prices: json<{ readonly [level: string]: string }>({}),
    marketCost: micros.optional,
    lastReceiptCost: micros.optional,
    /** What the average starts from: the market cost a new item was defined with. */
    startingAverage: micros.optional,
    expectedMargin: micros.optional,
    minimumMargin: micros.optional,
    minimum: micros.optional,
    maximum: micros.optional,
    safetyStock: micros.optional,
  },
  /** By branch: attributes that differ there. */
  override: { attributes: json<BranchAttributes>({}) },
  /** By branch: stock, value, costs, dates and running figures. */
  branch: {
    onHand: micros,
    value: micros,
    /** The pair the last known average came from, while nothing is on hand; quantity 0: none yet. */
    keptValue: micros,
    keptQuantity: micros,
    lastReceiptCost: micros.optional,
    marketCost: micros.optional,
    lastSoldOn: instant,
    lastPurchasedOn: instant,
    lastReceiptOn: instant,
    lastCountedOn: instant,
    lastCountQuantity: micros.optional,
    onOrder: micros,
    reserved: micros,
    /** Cumulative, without tax, returns subtracted: figures of a period are differences of two views. */
    sales: micros,
    costOfSales: micros,
    costVariance: micros,
    lastBelowExpectedOn: instant,
    lastBelowMinimumOn: instant,
  },
  /** Under the key `pool`, while the average is company-wide. */
  pool: { onHand: micros, value: micros, keptValue: micros, keptQuantity: micros },
  /** By branch and lot. What is on hand beyond the lots is the no-lot bucket. */
  lot: {
    branch: text,
    lot: text,
    quantity: micros,
    expiresOn: text,
    /** At the first unposted count entry. */
    countBase: micros,
    counted: micros.optional,
  },
  /** By lot and branch; the empty branch stands for all. */
  hold: { lot: text, branch: text, held: flag },
  /** By branch: the unposted count entries. */
  count: { base: micros, counted: micros, moved: flag },
  /** By purchase order and line. */
  order: {
    branch: text,
    purchaseOrder: text,
    line: text,
    status: text,
    ordered: micros,
    received: micros,
    unitCost: micros.optional,
    supplier: text,
    dueOn: text,
  },
  /** By branch and reservation. */
  reservation: { branch: text, reservation: text, quantity: micros, channel: text },
  /** By branch and channel. */
  channel: { branch: text, channel: text, allocated: micros, reserved: micros },
  /** By id: sales that a return names. */
  sale: { quantity: micros, cost: micros, returned: micros, returnedCost: micros },
  /** By id: receipts that a return or a late charge names. */
  receipt: { branch: text, quantity: micros, landed: micros },
} as const
