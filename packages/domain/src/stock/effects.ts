import type { Micros } from '@tidemark/projection'

/** The kinds of movement a bridge tells apart, in the order it lists them. */
export const movementKinds = [
  'receipt',
  'late-charge',
  'supplier-return',
  'sale',
  'customer-return',
  'transfer-in',
  'transfer-out',
  'adjustment',
  'count',
  'revaluation',
  'negative-stock-difference',
  're-averaging',
] as const

export type MovementKind = (typeof movementKinds)[number]

/** What the fold found odd. */
export const foldAnomalies = {
  LOT_NEGATIVE: 'a lot went below zero',
  RETURN_EXCEEDS_SALE: 'more was returned than is left unreturned of the named sale',
  RETURN_WITHOUT_SALE: 'the named sale is void, unknown or has not happened yet',
  RETURN_WITHOUT_RECEIPT: 'the named receipt is void, unknown or has not happened yet',
  MOVEMENT_DURING_COUNT: 'goods moved between the first and a later entry of a count',
  TRACKING_WITH_STOCK: 'quantity tracking cannot be switched off while goods are on hand; it stays on',
} as const

export type FoldAnomaly = keyof typeof foldAnomalies

/** What a fact did, told while it folds. Every change of on hand and value is told exactly once. */
export type StockEffect =
  | {
      readonly effect: 'moved'
      readonly kind: MovementKind
      readonly branch: string
      readonly quantity: Micros
      readonly value: Micros
    }
  | { readonly effect: 'variance'; readonly branch: string; readonly value: Micros }
  | { readonly effect: 'anomaly'; readonly code: FoldAnomaly; readonly detail: string }
