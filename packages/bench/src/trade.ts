/** Size and seed of a made-up trade. */
export interface TradeOptions {
  readonly movements: number
  readonly seed: number
  /** A thousandth of the movements when not given. */
  readonly items?: number
}

/** A movement as JSON, ready for a movement file or for `record`. */
export type Movement = Readonly<Record<string, string>>

/** The first instant of the made-up trade, but for what is late. */
export const FIRST_DAY = Date.parse('2024-01-01T00:00:00Z')
const DAY = 86_400_000
const TWO_YEARS = 731 * DAY

/** The last instant of the made-up trade. */
export const lastInstant = FIRST_DAY + TWO_YEARS

/** A random number from 0 to 1 for each call, always the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The group an item of a trade is in. */
export function groupOf(item: string): string {
  return `G${Number(item.slice(1)) % 40}`
}

/** What the items of a trade are, each in one of forty groups; recorded before the first movement. */
export function* definitionsOf(items: number): Generator<Movement, void, undefined> {
  const occurredAt = new Date(FIRST_DAY - 60 * DAY).toISOString()
  for (let n = 0; n < items; n++) {
    yield { id: `D${n}`, type: 'ItemDefined', occurredAt, item: `I${n}`, group: groupOf(`I${n}`) }
  }
}

/**
 * Two years of trade in the order of recording: items and branches of uneven weight, a receipt for every four
 * sales, and two in a hundred movements recorded up to thirty days late.
 */
export function* tradeOf({
  movements,
  seed,
  items = Math.max(10, Math.floor(movements / 1000)),
}: TradeOptions): Generator<Movement, void, undefined> {
  const random = randomOf(seed)
  for (let n = 0; n < movements; n++) {
    const late = random() < 0.02 ? random() * 30 * DAY : 0
    const occurredAt = new Date(FIRST_DAY + Math.floor((n / movements) * TWO_YEARS - late)).toISOString()
    const item = `I${Math.floor(items * random() ** 2)}`
    const branch = `B${Math.floor(10 * random() ** 1.5)}`
    const common = { id: `M${n}`, occurredAt, item, branch }
    if (random() < 0.2) {
      yield {
        ...common,
        type: 'StockReceived',
        quantity: String(20 + Math.floor(random() * 40)),
        unitCost: (2 + random() * 8).toFixed(4),
      }
    } else {
      yield {
        ...common,
        type: 'StockSold',
        quantity: String(1 + Math.floor(random() * 9)),
        netAmount: (5 + random() * 90).toFixed(2),
      }
    }
  }
}
