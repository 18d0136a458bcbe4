import type { InventoryView } from 'tidemark'

/** On hand and value of an item at a branch, in micros. */
export interface Balance {
  readonly quantity: bigint
  readonly value: bigint
}

/** The balances of a view, by item and branch. */
export type Balances = ReadonlyMap<string, Balance>

export function balanceKey(item: string, branch: string): string {
  return `${item} ${branch}`
}

/** The balances that a view tells. */
export function balancesOf(view: InventoryView): Balances {
  const balances = new Map<string, Balance>()
  view.each(({ item, branch, onHand, value }) => {
    balances.set(balanceKey(item, branch), { quantity: onHand, value })
  })
  return balances
}

/** Throws unless a peer has come to the same balances: a figure beside a wrong answer says nothing. */
export function assertEqual(peer: string, theirs: Balances, ours: Balances): void {
  if (theirs.size !== ours.size) throw new Error(`${peer} has ${theirs.size} balances, not ${ours.size}`)
  for (const [key, { quantity, value }] of ours) {
    const found = theirs.get(key)
    if (found?.quantity !== quantity || found.value !== value)
      throw new Error(`${peer}, ${key}: ${found?.quantity} for ${found?.value}, not ${quantity} for ${value}`)
  }
}
