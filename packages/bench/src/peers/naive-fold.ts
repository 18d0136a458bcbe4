import { readPlainly } from './plain-reading.ts'

interface Stock {
  onHand: number
  value: number
}

/**
 * The fold one writes first: plain numbers in plain objects, in the order of recording, so late entries are folded too
 * late and amounts are rounded. One instant, the last one, and no other.
 */
export function foldNaively(log: string): ReadonlyMap<string, Stock> {
  const stocks = new Map<string, Stock>()
  readPlainly(log, (type, data) => {
    if (type !== 'StockReceived' && type !== 'StockSold') return
    const key = `${data.item} ${data.branch}`
    const stock = stocks.get(key) ?? { onHand: 0, value: 0 }
    stocks.set(key, stock)
    const quantity = Number(data.quantity)
    if (type === 'StockReceived') {
      stock.onHand += quantity
      stock.value += quantity * Number(data.unitCost)
    } else {
      stock.value -= stock.onHand > 0 ? (quantity * stock.value) / stock.onHand : 0
      stock.onHand -= quantity
    }
  })
  return stocks
}
