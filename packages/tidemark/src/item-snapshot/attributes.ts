import { type StockRecords, stockRecords } from '@tidemark/domain'
import { formatMicros, initialRecord, type Micros, type UnitState } from '@tidemark/projection'

/** What is set of an item and not derived from movements; numbers as decimal strings. */
export interface ItemAttributes {
  readonly name: string | null
  readonly unit: string | null
  readonly tracksQuantity: boolean
  readonly stocked: boolean | null
  readonly maintainReceipts: boolean | null
  readonly taxable: string | null
  readonly discountCode: string | null
  readonly priceMatrix: string | null
  readonly priceRounding: string | null
  readonly merchandising: readonly string[]
  readonly group: string | null
  readonly section: string | null
  readonly vendor: string | null
  readonly suggestedList: string | null
  readonly prices: { readonly [level: string]: string }
  readonly expectedMargin: string | null
  readonly minimumMargin: string | null
  readonly minimum: string | null
  readonly maximum: string | null
}

type Unit = UnitState<StockRecords> | undefined

/** The item's own attributes; at a branch, those that differ there take their place. */
export function attributesOf(unit: Unit, branch: string | null): ItemAttributes {
  const own = ownAttributes(unit)
  const there = branch === null ? undefined : unit?.override[branch]?.attributes
  // What differs at a branch was validated as these same attributes, and is kept with its numbers as decimal strings.
  return there === undefined ? own : { ...own, ...(there as Partial<ItemAttributes>) }
}

function ownAttributes(unit: Unit): ItemAttributes {
  const item = unit?.item.item ?? initialRecord(stockRecords.item)
  return {
    ...item,
    suggestedList: decimalOrNull(item.suggestedList),
    expectedMargin: decimalOrNull(item.expectedMargin),
    minimumMargin: decimalOrNull(item.minimumMargin),
    minimum: decimalOrNull(item.minimum),
    maximum: decimalOrNull(item.maximum),
  }
}

/** A number as a decimal string, `null` where there is none. */
export function decimalOrNull(micros: Micros | null): string | null {
  return micros === null ? null : formatMicros(micros)
}
