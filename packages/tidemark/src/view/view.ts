import type { Company, Fact, KnownEvent, StockEffect, StockRecords } from '@tidemark/domain'
import type { View, ViewColumns } from '@tidemark/timeline'

/** The timeline's own view of stock: the state as of an instant, as known at a position. */
export type StockView = View<KnownEvent, Fact, Company, StockRecords, StockEffect>

/** Its records by column. */
export type StockColumns = ViewColumns<StockRecords>
