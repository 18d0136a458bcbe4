import {
  type Company,
  type Fact,
  type KnownEvent,
  type StockEffect,
  type StockRecords,
  stockProjection,
} from '@tidemark/domain'
import { arbitraryHistory, type HistoryOptions } from '../generators/history.ts'
import { knownEvents, movementLine } from '../generators/known.ts'
import type { Subject } from './subject.ts'

/** A projection of inventory events into stock, as Tidemark's own. */
export type StockSubject = Subject<KnownEvent, Fact, Company, StockRecords, StockEffect>

/** Tidemark's stock projection, on generated histories. */
export function stockSubject(options: HistoryOptions = { huge: true }): StockSubject {
  return {
    projection: stockProjection,
    histories: arbitraryHistory(options).map(knownEvents),
    line: movementLine,
    inPlaceOf: (source, { position, recordedAt }) => ({ ...source, position, recordedAt }),
  }
}
