import { joinKey, type Micros } from '@tidemark/projection'
import type { StockDraft, StockRecipes } from './recipe.ts'

function channelAt(draft: StockDraft, branch: string, channel: string) {
  const record = draft.channel.at(joinKey(branch, channel))
  record.branch = branch
  record.channel = channel
  return record
}

/** Lowers a reservation by what was released or sold, never below zero. */
export function lowerReservation(
  draft: StockDraft,
  branch: string,
  reservation: string,
  quantity: Micros,
): void {
  const key = joinKey(branch, reservation)
  const record = draft.reservation.find(key)
  if (record === undefined) return
  const lowered = quantity < record.quantity ? quantity : record.quantity
  record.quantity -= lowered
  draft.branch.at(branch).reserved -= lowered
  if (record.channel !== null) channelAt(draft, branch, record.channel).reserved -= lowered
  if (record.quantity === 0n) draft.reservation.remove(key)
}

/** Lowers what is set aside for a channel by a sale of that channel, never below zero. */
export function lowerAllocation(draft: StockDraft, branch: string, channel: string, quantity: Micros): void {
  const record = draft.channel.find(joinKey(branch, channel))
  if (record === undefined) return
  record.allocated = quantity < record.allocated ? record.allocated - quantity : 0n
}

export const reservingRecipes: StockRecipes = {
  StockReserved: (draft, { branch, reservation, quantity, channel }) => {
    if (quantity <= 0n) return
    const record = draft.reservation.at(joinKey(branch, reservation))
    record.branch = branch
    record.reservation = reservation
    // The first reservation of a name says whose it is, or nobody's; later ones of the same name add to it.
    if (record.quantity === 0n) record.channel = channel ?? null
    record.quantity += quantity
    draft.branch.at(branch).reserved += quantity
    if (record.channel !== null) channelAt(draft, branch, record.channel).reserved += quantity
  },

  ReservationReleased: (draft, { branch, reservation, quantity }) => {
    lowerReservation(draft, branch, reservation, quantity)
  },

  ChannelStockAllocated: (draft, { branch, channel, quantity }) => {
    draft.branch.at(branch)
    channelAt(draft, branch, channel).allocated = quantity
  },
}
