import { formatInstant, type StockRecords, stockRecords } from '@tidemark/domain'
import { formatMicros, initialRecord, type Micros, toMicros, type UnitState } from '@tidemark/projection'
import { suggestedOrder } from '../view/suggested-order.ts'
import type { AtBranch, ChannelAt, LotAt } from './at-branch.ts'
import { attributesOf, decimalOrNull, type ItemAttributes } from './attributes.ts'
import type {
  ItemChannel,
  ItemCosts,
  ItemDates,
  ItemLot,
  ItemMargins,
  ItemQuantities,
  ItemSales,
  ItemSnapshot,
} from './item-snapshot.ts'
import { averageOver, channelsOver, lastReceiver, latest, lotsOver, total } from './over-branches.ts'

type Unit = UnitState<StockRecords>

/** What a page says of itself. */
export interface Heading {
  readonly item: string
  readonly asOf: string
  readonly knownThrough: ItemSnapshot['knownThrough']
}

/** Sales of the periods, and whether a margin of the current month was too low. */
export interface Trading {
  readonly sales: ItemSales
  readonly belowExpected: boolean
  readonly belowMinimum: boolean
}

/** The page of an item at a branch. */
export function pageAtBranch(heading: Heading, unit: Unit, here: AtBranch, trading: Trading): ItemSnapshot {
  const attributes = attributesOf(unit, here.branch)
  const { level, lots, channels } = here
  return {
    ...headed(heading, here.branch, attributes),
    costs: {
      market: decimalOrNull(level.marketCost),
      lastReceipt: decimalOrNull(level.lastReceiptCost),
      weightedAverage: decimalOrNull(level.averageCost),
    },
    ...classified(attributes),
    quantities: quantitiesOf(attributes, [here], suggestionAt(unit, here)),
    margins: marginsOf(attributes, trading),
    sales: trading.sales,
    codes: codesOf(attributes),
    dates: datesOf([here]),
    lastCountQuantity: decimalOrNull(level.lastCountQuantity),
    lots: lots.map(lotOf),
    channels: channels.map(channelOf),
  }
}

/** The page of an item over the company: its own attributes, quantities and sales added up, the latest dates. */
export function pageOfCompany(
  heading: Heading,
  unit: Unit,
  places: readonly AtBranch[],
  trading: Trading,
): ItemSnapshot {
  const attributes = attributesOf(unit, null)
  const suggestions = places.map((place) => suggestionAt(unit, place)).filter((order) => order !== null)
  const suggested = suggestions.length === 0 ? null : suggestions.reduce((sum, order) => sum + order, 0n)
  return {
    ...headed(heading, null, attributes),
    costs: costsOfCompany(unit, places),
    ...classified(attributes),
    quantities: quantitiesOf(attributes, places, suggested),
    margins: marginsOf(attributes, trading),
    sales: trading.sales,
    codes: codesOf(attributes),
    dates: datesOf(places),
    lastCountQuantity: null,
    lots: lotsOver(places).map(lotOf),
    channels: channelsOver(places).map(channelOf),
  }
}

function headed({ item, asOf, knownThrough }: Heading, branch: string | null, attributes: ItemAttributes) {
  const { name, unit, suggestedList, prices } = attributes
  return { item, branch, asOf, knownThrough, name: name ?? item, unit, suggestedList, prices }
}

function classified({ merchandising, group, section, vendor }: ItemAttributes) {
  return { merchandising, group, section, vendor }
}

/**
 * Market cost: the one of all branches, where they have the same, else the item's own. Last receipt: that of the
 * branch that received last.
 */
function costsOfCompany(unit: Unit, places: readonly AtBranch[]): ItemCosts {
  const own = unit.item.item ?? initialRecord(stockRecords.item)
  const markets = new Set(places.map(({ level }) => level.marketCost))
  const [market = null] = markets.size === 1 ? markets : [own.marketCost]
  const receiver = lastReceiver(places)
  const ownLastReceipt = own.tracksQuantity ? own.lastReceiptCost : null
  return {
    market: decimalOrNull(market),
    lastReceipt: decimalOrNull(receiver === undefined ? ownLastReceipt : receiver.level.lastReceiptCost),
    weightedAverage: decimalOrNull(averageOver(places, unit)),
  }
}

function quantitiesOf(
  { minimum, maximum }: ItemAttributes,
  places: readonly AtBranch[],
  suggested: Micros | null,
): ItemQuantities {
  return {
    minimum,
    maximum,
    onHand: formatMicros(total(places, ({ level }) => level.onHand)),
    reserved: formatMicros(total(places, ({ level }) => level.reserved)),
    held: formatMicros(total(places, ({ level }) => level.held)),
    available: formatMicros(total(places, ({ level }) => level.available)),
    onOrder: formatMicros(total(places, ({ level }) => level.onOrder)),
    suggestedOrder: decimalOrNull(suggested),
  }
}

function suggestionAt(unit: Unit, { branch, level }: AtBranch): Micros | null {
  const { minimum, maximum, tracksQuantity } = attributesOf(unit, branch)
  if (!tracksQuantity) return null
  return suggestedOrder({
    minimum: minimum === null ? null : toMicros(minimum),
    maximum: maximum === null ? null : toMicros(maximum),
    available: level.available,
    onOrder: level.onOrder,
  })
}

function marginsOf(
  { expectedMargin, minimumMargin }: ItemAttributes,
  { belowExpected, belowMinimum }: Trading,
): ItemMargins {
  return { expected: expectedMargin, minimum: minimumMargin, belowExpected, belowMinimum }
}

function codesOf(attributes: ItemAttributes): ItemSnapshot['codes'] {
  const { stocked, tracksQuantity, maintainReceipts, taxable } = attributes
  const { discountCode, priceMatrix, priceRounding } = attributes
  return {
    stocked: stocked ?? true,
    tracksQuantity,
    maintainReceipts,
    taxable,
    discountCode,
    priceMatrix,
    priceRounding,
  }
}

function datesOf(places: readonly AtBranch[]): ItemDates {
  return {
    lastSold: instantOrNull(latest(places, ({ level }) => level.lastSoldOn)),
    lastPurchased: instantOrNull(latest(places, ({ level }) => level.lastPurchasedOn)),
    lastReceipt: instantOrNull(latest(places, ({ level }) => level.lastReceiptOn)),
    lastCounted: instantOrNull(latest(places, ({ level }) => level.lastCountedOn)),
  }
}

function lotOf({ lot, expiresOn, quantity, held }: LotAt): ItemLot {
  return { lot, expiresOn, quantity: formatMicros(quantity), held }
}

function channelOf({ channel, allocated, reserved }: ChannelAt): ItemChannel {
  return {
    channel,
    allocated: formatMicros(allocated),
    reserved: formatMicros(reserved),
    available: formatMicros(allocated - reserved),
  }
}

function instantOrNull(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant)
}
