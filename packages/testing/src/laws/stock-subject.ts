import {
  type Company,
  type Fact,
  type KnownEvent,
  type StockEffect,
  type StockRecords,
  stockProjection,
} from '@tidemark/domain'
import type { HistoryOptions } from '../generators/history.ts'
import { onHistories } from './inventory-events.ts'
import type { Subject } from './subject.ts'

/** A projection of inventory events into stock, as Tidemark's own. */
export type StockSubject = Subject<KnownEvent, Fact, Company, StockRecords, StockEffect>

/** Tidemark's stock projection, on generated histories. */
export function stockSubject(options: HistoryOptions = { huge: true }): StockSubject {
  return onHistories(stockProjection, options)
}
