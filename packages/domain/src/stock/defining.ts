import { formatMicros, type Micros, ONE, toMicros } from '@tidemark/projection'
import type { FactOf } from '../corrections/known-event.ts'
import {
  type BranchRecord,
  type ItemRecord,
  itemOf,
  type StockDraft,
  type StockRecipes,
  tellAnomaly,
} from './recipe.ts'
import type { BranchAttributes } from './records.ts'

type Definition = FactOf<'ItemDefined'>
type AtBranch = NonNullable<Definition['branches']>[string]

/** The attributes an item record takes over as they are. */
const plainAttributes = [
  'name',
  'unit',
  'stocked',
  'maintainReceipts',
  'taxable',
  'discountCode',
  'priceMatrix',
  'priceRounding',
  'group',
  'section',
  'vendor',
  'suggestedList',
  'expectedMargin',
  'minimumMargin',
  'minimum',
  'maximum',
  'safetyStock',
] as const satisfies readonly (keyof ItemRecord & keyof Definition)[]

function takePlainAttributes(item: ItemRecord, definition: Definition): void {
  const record: { [attribute: string]: unknown } = item
  for (const attribute of plainAttributes) {
    if (definition[attribute] !== undefined) record[attribute] = definition[attribute]
  }
  if (definition.merchandising !== undefined) item.merchandising = definition.merchandising ?? []
  if (definition.prices !== undefined) item.prices = asText(definition.prices ?? {})
}

function asText(prices: { readonly [level: string]: Micros }): { readonly [level: string]: string } {
  return Object.fromEntries(Object.entries(prices).map(([level, price]) => [level, formatMicros(price)]))
}

/** A cost set for the item holds at every branch, until a receipt or a branch's own setting changes it there. */
function setItemCost(
  draft: StockDraft,
  cost: 'marketCost' | 'lastReceiptCost',
  unitCost: Micros | null,
): void {
  itemOf(draft)[cost] = unitCost
  for (const key of draft.branch.keys()) draft.branch.at(key)[cost] = null
}

/** A new item with a market cost starts with it as last receipt cost and as average. */
function setStartingCosts(draft: StockDraft, definition: Definition): void {
  const market = definition.marketCost ?? 0n
  if (market === 0n) return
  const item = itemOf(draft)
  item.startingAverage = market
  if (definition.lastReceiptCost === undefined) item.lastReceiptCost = market
}

/** An item is new until it is defined or goods of it move; to order or to promise it moves nothing. */
function isNew(draft: StockDraft): boolean {
  return !itemOf(draft).defined && draft.branch.keys().every((key) => isUntouched(draft.branch.at(key)))
}

function isUntouched(branch: BranchRecord): boolean {
  return (
    branch.onHand === 0n &&
    branch.lastSoldOn === null &&
    branch.lastReceiptOn === null &&
    branch.lastReceiptCost === null &&
    branch.keptQuantity === 0n
  )
}

function setTracking(draft: StockDraft, tracks: boolean, context: Parameters<typeof tellAnomaly>[0]): void {
  const hasStock = draft.branch.keys().some((key) => draft.branch.at(key).onHand !== 0n)
  if (!tracks && hasStock) tellAnomaly(context, 'TRACKING_WITH_STOCK', 'tracksQuantity')
  else itemOf(draft).tracksQuantity = tracks
}

/** The same for a branch with a market cost of its own; while the average is company-wide, it starts that one. */
function setStartingCostsAt(draft: StockDraft, here: BranchRecord, attributes: AtBranch): void {
  const market = attributes.marketCost ?? 0n
  if (market === 0n) return
  if (attributes.lastReceiptCost === undefined) here.lastReceiptCost = market
  const averaged = draft.pool.find('pool') ?? here
  averaged.keptValue += market
  averaged.keptQuantity += ONE
}

function defineAtBranch(draft: StockDraft, branch: string, attributes: AtBranch, fresh: boolean): void {
  const here = draft.branch.at(branch)
  const { marketCost, lastReceiptCost, ...others } = attributes
  if (marketCost !== undefined) here.marketCost = marketCost
  if (lastReceiptCost !== undefined) here.lastReceiptCost = lastReceiptCost
  if (fresh) setStartingCostsAt(draft, here, attributes)
  const override = draft.override.at(branch)
  override.attributes = mergeAttributes(override.attributes, others)
}

/** Sorted by name, so that equal attributes are equal JSON, whatever the order they came in. */
function mergeAttributes(before: BranchAttributes, changes: BranchAttributes): BranchAttributes {
  const merged = { ...before }
  for (const [attribute, value] of Object.entries(changes)) {
    if (value === undefined) continue
    if (value === null) delete merged[attribute]
    else merged[attribute] = asPlain(value)
  }
  return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function asPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return formatMicros(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asPlain(inner)]))
}

/** A number among an item's attributes as it holds at a branch: what differs there, else the item's own. */
export function branchAttribute(
  draft: StockDraft,
  branch: string,
  attribute: 'expectedMargin' | 'minimumMargin' | 'minimum' | 'maximum' | 'safetyStock' | 'suggestedList',
): Micros | null {
  const there = draft.override.find(branch)?.attributes[attribute]
  return typeof there === 'string' ? toMicros(there) : itemOf(draft)[attribute]
}

export const definingRecipes: StockRecipes = {
  ItemDefined: (draft, definition, context) => {
    const fresh = isNew(draft)
    const item = itemOf(draft)
    takePlainAttributes(item, definition)
    if (definition.marketCost !== undefined) setItemCost(draft, 'marketCost', definition.marketCost)
    if (definition.lastReceiptCost !== undefined)
      setItemCost(draft, 'lastReceiptCost', definition.lastReceiptCost)
    if (fresh) setStartingCosts(draft, definition)
    if (definition.tracksQuantity !== undefined) setTracking(draft, definition.tracksQuantity, context)
    for (const [branch, attributes] of Object.entries(definition.branches ?? {})) {
      defineAtBranch(draft, branch, attributes, fresh)
    }
    item.defined = true
  },

  MarketCostSet: (draft, { branch, unitCost }) => {
    if (branch === undefined) setItemCost(draft, 'marketCost', unitCost)
    else draft.branch.at(branch).marketCost = unitCost
  },
}
