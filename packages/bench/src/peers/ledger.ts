import type { StockView } from 'tidemark'

/** A movement as a ledger keeps it: what it changed, in micros. */
export interface LedgerEntry {
  readonly occurredAt: number
  readonly position: number
  readonly item: string
  readonly branch: string
  readonly quantity: bigint
  /** The change of value, as known now: late entries have changed the costs of what came after them. */
  readonly value: bigint
  /** The same as known then; `null` for what was not known. */
  readonly valueThen: bigint | null
}

/**
 * Visits every movement, item by item, with what it changed as the fold worked it out: a peer that only adds up is
 * given the hard part. Of `then`, the last instant is that of `now`.
 */
export function eachEntry(now: StockView, then: StockView, visit: (entry: LedgerEntry) => void): void {
  for (const item of now.units()) {
    const known = new Map(movedOf(then, item).map((moved) => [`${moved.position} ${moved.branch}`, moved]))
    for (const moved of movedOf(now, item)) {
      const { value = null } = known.get(`${moved.position} ${moved.branch}`) ?? {}
      visit({ ...moved, item, valueThen: value })
    }
  }
}

interface Moved {
  readonly occurredAt: number
  readonly position: number
  readonly branch: string
  readonly quantity: bigint
  readonly value: bigint
}

/** What each fact of an item moved at each branch. */
function movedOf(view: StockView, item: string): readonly Moved[] {
  return view
    .trace(item, ({ occurredAt, position }, effects) => {
      const branches = new Map<string, { quantity: bigint; value: bigint }>()
      for (const effect of effects) {
        if (effect.effect !== 'moved') continue
        const sum = branches.get(effect.branch) ?? { quantity: 0n, value: 0n }
        branches.set(effect.branch, sum)
        sum.quantity += effect.quantity
        sum.value += effect.value
      }
      return [...branches].map(([branch, sum]) => ({ occurredAt, position, branch, ...sum }))
    })
    .flat()
}
