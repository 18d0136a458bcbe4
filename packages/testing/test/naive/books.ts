/** Value and the quantity it is of: an average that nobody has rounded. */
export interface Average {
  readonly value: bigint
  readonly quantity: bigint
}

/** Goods that share one average. */
export interface Stock {
  onHand: bigint
  value: bigint
  /** The last known average, while nothing is on hand. */
  kept: Average | null
}

/** The count entries that are not posted, and what was there just before the first of them. */
export interface OpenCount {
  readonly onHand: bigint
  readonly lots: ReadonlyMap<string, bigint>
  readonly noLot: bigint
  counted: bigint
  readonly countedLots: Map<string, bigint>
}

/** An item at a branch. */
export interface Place extends Stock {
  readonly branch: string
  readonly lots: Map<string, bigint>
  noLot: bigint
  market: bigint | null
  lastReceipt: bigint | null
  expectedMargin: bigint | null
  minimumMargin: bigint | null
  lastSoldOn: number | null
  lastPurchasedOn: number | null
  lastReceiptOn: number | null
  lastCountedOn: number | null
  lastCountQuantity: bigint | null
  lastBelowExpectedOn: number | null
  lastBelowMinimumOn: number | null
  count: OpenCount | null
  sales: bigint
  costOfSales: bigint
  variance: bigint
  reservations: Map<string, bigint>
  /** By kind of movement: quantity and value moved. */
  readonly moved: Map<string, { quantity: bigint; value: bigint }>
}

/** A sale as it is open to being returned. */
export interface OpenSale {
  quantity: bigint
  cost: bigint
}

export interface OrderLine {
  readonly line: string
  branch: string
  ordered: bigint
  received: bigint
  status: string
}

/** Sales and returns one by one, for sums over them. */
export interface Trade {
  readonly at: number
  readonly branch: string
  readonly sales: bigint
  readonly cost: bigint
}

/** All that is kept of one item. */
export interface Books {
  isDefined: boolean
  tracks: boolean
  market: bigint | null
  lastReceipt: bigint | null
  /** The market cost a new item was defined with: its first average. */
  starting: bigint | null
  expectedMargin: bigint | null
  minimumMargin: bigint | null
  readonly places: Map<string, Place>
  /** All goods of the company, while they share one average. */
  pool: Stock | null
  readonly sales: Map<string, OpenSale>
  readonly receipts: Map<string, { branch: string; quantity: bigint; landed: bigint }>
  readonly orders: Map<string, OrderLine[]>
  /** Received for an order of which no line was saved yet. */
  readonly early: Map<string, bigint>
  readonly trades: Trade[]
}

export function emptyBooks(): Books {
  return {
    isDefined: false,
    tracks: true,
    market: null,
    lastReceipt: null,
    starting: null,
    expectedMargin: null,
    minimumMargin: null,
    places: new Map(),
    pool: null,
    sales: new Map(),
    receipts: new Map(),
    orders: new Map(),
    early: new Map(),
    trades: [],
  }
}

/** The item at a branch, from the moment anything is said of it there. */
export function placeAt(books: Books, branch: string): Place {
  const place = books.places.get(branch) ?? emptyPlace(branch)
  books.places.set(branch, place)
  return place
}

/** An item at a branch where nothing has happened to it. */
export function emptyPlace(branch: string): Place {
  return {
    branch,
    onHand: 0n,
    value: 0n,
    kept: null,
    lots: new Map(),
    noLot: 0n,
    market: null,
    lastReceipt: null,
    expectedMargin: null,
    minimumMargin: null,
    lastSoldOn: null,
    lastPurchasedOn: null,
    lastReceiptOn: null,
    lastCountedOn: null,
    lastCountQuantity: null,
    lastBelowExpectedOn: null,
    lastBelowMinimumOn: null,
    count: null,
    sales: 0n,
    costOfSales: 0n,
    variance: 0n,
    reservations: new Map(),
    moved: new Map(),
  }
}

export function placesInOrder(books: Books): readonly Place[] {
  return [...books.places.values()].sort((a, b) => (a.branch < b.branch ? -1 : 1))
}

export function marketAt(books: Books, place: Place): bigint | null {
  return place.market ?? books.market
}

export function lastReceiptAt(books: Books, place: Place): bigint | null {
  return books.tracks ? (place.lastReceipt ?? books.lastReceipt) : null
}

/** A market cost of zero: a person opted the item out of market and last receipt cost. */
export function hasNoMarket(books: Books, place: Place): boolean {
  return marketAt(books, place) === 0n
}

/** A last receipt cost of zero beside another market cost: the average is frozen. */
export function isFrozen(books: Books, place: Place): boolean {
  return lastReceiptAt(books, place) === 0n && !hasNoMarket(books, place)
}
