import type { ItemPageAnswer } from '../answers/item.ts'
import { instantIn, money, NOTHING, percent, percentSet, quantity } from './format.ts'
import { facts, plainTable, section } from './plain-table.ts'

/** The panels of an item's page, as its Snapshot tab has them. */
export function itemPanels(page: ItemPageAnswer, zone: string): readonly HTMLElement[] {
  return [
    prices(page),
    costs(page),
    quantities(page),
    sales(page),
    margins(page),
    dates(page, zone),
    codes(page),
    classes(page),
  ]
}

function prices({ suggestedList, prices }: ItemPageAnswer): HTMLElement {
  const levels = Object.entries(prices).map(([level, amount]) => [level, money(amount)] as const)
  return section('Prices', facts([['Suggested list', money(suggestedList)], ...levels]))
}

function costs({ costs }: ItemPageAnswer): HTMLElement {
  return section(
    'Costs',
    facts([
      ['Current market', money(costs.market)],
      ['Last receipt', money(costs.lastReceipt)],
      ['Weighted average', money(costs.weightedAverage)],
    ]),
  )
}

function quantities({ quantities }: ItemPageAnswer): HTMLElement {
  return section(
    'Quantities',
    facts([
      ['Minimum', quantity(quantities.minimum)],
      ['Maximum', quantity(quantities.maximum)],
      ['On hand', quantity(quantities.onHand)],
      ['Reserved', quantity(quantities.reserved)],
      ['Held', quantity(quantities.held)],
      ['Available', quantity(quantities.available)],
      ['On order', quantity(quantities.onOrder)],
      ['Suggested order', quantity(quantities.suggestedOrder)],
    ]),
  )
}

function sales({ sales }: ItemPageAnswer): HTMLElement {
  type Period = readonly [string, ItemPageAnswer['sales']['currentMonth']]
  const periods: readonly Period[] = [
    ['Current month', sales.currentMonth],
    ['Current year', sales.currentYear],
    ['Last month', sales.lastMonth],
    ['Last year', sales.lastYear],
  ]
  const columns = [
    { title: 'Period', of: ([period]: Period) => period },
    { title: 'Sales', isNumber: true, of: ([, { sales }]: Period) => money(sales) },
    { title: 'Cost of sales', isNumber: true, of: ([, { cost }]: Period) => money(cost) },
    { title: 'GM %', isNumber: true, of: ([, { grossMargin }]: Period) => percent(grossMargin) },
  ]
  return section('Sales', plainTable('Sales', columns, periods))
}

function margins({
  margins: { expected, minimum, belowExpected, belowMinimum },
}: ItemPageAnswer): HTMLElement {
  const flagged = (margin: string | null, isBelow: boolean) =>
    isBelow ? `${percentSet(margin)} (a sale of this month was below)` : percentSet(margin)
  return section(
    'Margins',
    facts([
      ['Expected', flagged(expected, belowExpected)],
      ['Minimum', flagged(minimum, belowMinimum)],
    ]),
  )
}

function dates({ dates, lastCountQuantity }: ItemPageAnswer, zone: string): HTMLElement {
  return section(
    'Dates',
    facts([
      ['Last sold on', instantIn(zone, dates.lastSold)],
      ['Last purchased', instantIn(zone, dates.lastPurchased)],
      ['Last receipt', instantIn(zone, dates.lastReceipt)],
      ['Last counted on', instantIn(zone, dates.lastCounted)],
      ['Last count quantity', quantity(lastCountQuantity)],
    ]),
  )
}

function codes({ codes }: ItemPageAnswer): HTMLElement {
  return section(
    'Codes',
    facts([
      ['Stocked', yesOrNo(codes.stocked)],
      ['Tracks quantity', yesOrNo(codes.tracksQuantity)],
      ['Maintain receipts', codes.maintainReceipts === null ? NOTHING : yesOrNo(codes.maintainReceipts)],
      ['Taxable', codes.taxable ?? NOTHING],
      ['Discount code', codes.discountCode ?? NOTHING],
      ['Price matrix', codes.priceMatrix ?? NOTHING],
      ['Price rounding', codes.priceRounding ?? NOTHING],
    ]),
  )
}

function classes({ merchandising, group, section: part, vendor, unit }: ItemPageAnswer): HTMLElement {
  return section(
    'Merchandising',
    facts([
      ['Classes', merchandising.join(', ') || NOTHING],
      ['Group', group ?? NOTHING],
      ['Section', part ?? NOTHING],
      ['Vendor', vendor ?? NOTHING],
      ['Unit', unit ?? NOTHING],
    ]),
  )
}

function yesOrNo(code: boolean): string {
  return code ? 'yes' : 'no'
}
