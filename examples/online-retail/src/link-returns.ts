/** A sale that goods may still come back from. */
type OpenSale = { readonly id: string; readonly unitPrice: string; unreturned: number }

/** Remembers the sales of each customer and code, and finds the one a return came from. */
export type SaleLinks = {
  readonly sold: (key: string, sale: { id: string; quantity: number; unitPrice: string }) => void
  readonly saleOf: (key: string, back: { quantity: number; unitPrice: string }) => string | undefined
}

/**
 * Links customer returns to sales, in the order both happened. A return is linked to one sale, whole or not at all: the
 * latest earlier one with enough left unreturned, one at the same price before any other. A return of more than any one
 * sale has left names none, because a link is a claim about cost and a part of it would be invented.
 *
 * @example
 * const links = saleLinks()
 * links.sold('85123A/17850', { id: '536365/1', quantity: 6, unitPrice: '2.55' })
 * links.saleOf('85123A/17850', { quantity: 4, unitPrice: '2.55' }) // '536365/1'
 * links.saleOf('85123A/17850', { quantity: 4, unitPrice: '2.55' }) // undefined: 2 are left
 */
export function saleLinks(): SaleLinks {
  const salesOf = new Map<string, OpenSale[]>()
  return {
    sold(key, { id, quantity, unitPrice }) {
      const sale = { id, unitPrice, unreturned: quantity }
      const sales = salesOf.get(key)
      if (sales === undefined) salesOf.set(key, [sale])
      else sales.push(sale)
    },
    saleOf(key, { quantity, unitPrice }) {
      const sales = salesOf.get(key) ?? []
      const sale =
        sales.findLast((one) => one.unreturned >= quantity && one.unitPrice === unitPrice) ??
        sales.findLast((one) => one.unreturned >= quantity)
      if (sale === undefined) return undefined
      sale.unreturned -= quantity
      return sale.id
    },
  }
}
