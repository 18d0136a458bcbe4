import type { CostingPolicy } from 'tidemark'

/** What a step of a case may be. */
export type StepKind =
  | 'receipt'
  | 'sale'
  | 'adjustment'
  | 'count'
  | 'product_count'
  | 'transfer'
  | 'transfer_in'
  | 'customer_return'
  | 'return_to_supplier'
  | 'set_cost'
  | 'revalue'
  | 'freight'
  | 'reprice'
  | 'amend_qty'
  | 'cancel'

/** One line of a `product_count`: what was found of the item, in a lot or in none. Numbers are decimal strings. */
export interface CountedLine {
  readonly location?: string
  readonly lot?: string
  readonly qty: string
  readonly unitCost?: string
}

/**
 * Something that happened, in the order in which it was entered. Numbers are decimal strings, `at` is an ISO instant.
 * Which fields a kind needs and may have is in `stepFields`.
 */
export interface OracleStep {
  /** 1, 2, 3, ... in the order of entry. */
  readonly n: number
  /** When it took effect; older than that of an earlier step where it was entered late. */
  readonly at: string
  readonly kind: StepKind
  readonly item: string
  readonly location?: string
  readonly from?: string
  readonly to?: string
  readonly lot?: string
  readonly qty?: string
  readonly unitCost?: string
  readonly totalCost?: string
  readonly freight?: string
  readonly amount?: string
  readonly ofStep?: number
  readonly lines?: readonly CountedLine[]
}

/** A figure of the stock of an item. */
export type StockFigure = 'onHand' | 'avgCost' | 'value'

/** A figure of one step, as costed by the time of the view. */
export type StepFigure =
  | 'cogs'
  | 'stepAvgCost'
  | 'stepUnitCost'
  | 'stepValue'
  | 'balanceAfterStep'
  | 'valueChange'
  | 'variance'

/** Figures that are compared at the number of decimals they are given with. */
export type Figure = StockFigure | StepFigure

/** What must be so at a point of knowledge. Counts as one figure of the file, however many fields it has. */
export type OracleExpectation = {
  /** Known are steps 1 to this one; all of them when left out. */
  readonly afterStep?: number
  /** As of this ISO instant; the latest of all steps when left out. */
  readonly asOf?: string
  readonly item: string
  /** One place, or `*` for all of them, which is also meant when it is left out. */
  readonly location?: string
  /** The step that step figures are of; `afterStep` when left out. */
  readonly ofStep?: number
  /** The step must have been refused, or must not. */
  readonly rejected?: boolean
  /** Two figures, or a figure and a number, and how they compare: `avgCost <= 20`. */
  readonly relation?: string
} & { readonly [F in Figure]?: string }

/** One case: what happened, under which policy, and what must then be so. */
export interface OracleCase {
  readonly id: string
  /** The parameters that differ from the defaults. */
  readonly policy: Partial<CostingPolicy>
  readonly steps: readonly OracleStep[]
  readonly expect: readonly OracleExpectation[]
}
