import { Decimal } from 'decimal.js'
import { classify } from './classify.ts'
import { BRANCH } from './derive-receipts.ts'
import type { RetailLine } from './line.ts'
import { type SaleLinks, saleLinks } from './link-returns.ts'
import { rememberingInstantOf } from './london-time.ts'
import type { StockAdjusted, StockReturnedByCustomer, StockSold } from './movement.ts'
import { type Survey, saleKey, soldAs } from './survey.ts'

/** A movement that one line of the source became. */
export type LineMovement = StockSold | StockReturnedByCustomer | StockAdjusted

/**
 * Turns lines into movements, in their order; service lines become none. Two equal lines become two movements: an id is
 * the line's place in its invoice, never its content. Throws when a line is earlier than the one before it (sort the file
 * by InvoiceDate first), or when its sign contradicts what it is.
 *
 * @example
 * for await (const movement of movementsOf(readLines(path), survey)) console.log(movement.id) // '536365/1'
 */
export async function* movementsOf(
  lines: AsyncIterable<RetailLine>,
  survey: Survey,
): AsyncGenerator<LineMovement> {
  const isName = soldAs(survey)
  const instantOf = rememberingInstantOf()
  const links = saleLinks()
  const linesOf = new Map<string, number>()
  let before = ''
  for await (const line of lines) {
    // Service lines count too: a line keeps its number whatever the lines around it turn out to be.
    const number = (linesOf.get(line.invoice) ?? 0) + 1
    linesOf.set(line.invoice, number)

    const kind = classify(line, isName)
    if (kind === 'service line') continue
    const common = {
      id: `${line.invoice}/${number}`,
      occurredAt: instantOf(line.localTime),
      document: line.invoice,
      line: String(number),
      item: line.code,
      branch: BRANCH,
    }
    if (common.occurredAt < before) {
      throw new Error(`line ${line.row}: earlier than the line before it; sort the file by InvoiceDate`)
    }
    before = common.occurredAt
    const tags = { country: line.country }

    switch (kind) {
      case 'sale':
      case 'free goods':
      case 'free goods, assumed': {
        const quantity = positive(line.quantity, line)
        const sold: StockSold = {
          type: 'StockSold',
          ...common,
          quantity: String(quantity),
          netAmount: amount(line.unitPrice, quantity),
          ...(line.customer === '' ? {} : { customer: line.customer }),
          ...(kind === 'free goods, assumed' ? { note: 'assumed: free goods; price 0 and no customer' } : {}),
          tags: kind === 'sale' ? tags : { ...tags, free: 'yes' },
        }
        if (kind === 'sale') remember(links, survey, line, sold.id)
        yield sold
        break
      }
      case 'customer return': {
        const quantity = positive(-line.quantity, line)
        const sale = links.saleOf(saleKey(line), { quantity, unitPrice: line.unitPrice })
        yield {
          type: 'StockReturnedByCustomer',
          ...common,
          quantity: String(quantity),
          netAmount: amount(line.unitPrice, quantity),
          ...(sale === undefined ? {} : { sale }),
          // A return has no field for its customer, and the fact is worth keeping.
          tags: line.customer === '' ? tags : { ...tags, customer: line.customer },
        }
        break
      }
      case 'adjustment in, reason given':
      case 'adjustment in, no reason':
      case 'adjustment out':
        yield {
          type: 'StockAdjusted',
          ...common,
          quantity: String(line.quantity),
          reason: isName(line.code, line.description) ? NO_REASON : line.description || NO_REASON,
          tags,
        }
    }
  }
}

const NO_REASON = 'not stated'

function remember(links: SaleLinks, survey: Survey, line: RetailLine, id: string): void {
  const key = saleKey(line)
  if (survey.returned.has(key)) {
    links.sold(key, { id, quantity: line.quantity, unitPrice: line.unitPrice })
  }
}

/** Enough digits for the longest line total there can be (12 of quantity, 18 of price), so that none is rounded. */
const Exact = Decimal.clone({ precision: 30 })

function amount(unitPrice: string, quantity: number): string {
  return new Exact(unitPrice).times(quantity).toFixed()
}

function positive(quantity: number, line: RetailLine): number {
  if (quantity > 0) return quantity
  throw new Error(
    `line ${line.row}: Quantity ${line.quantity} has the wrong sign for invoice ${line.invoice}`,
  )
}
