import { averageStaysBetweenCosts } from './average-between.ts'
import { stockIsConserved } from './conserved.ts'
import { nothingOnHandIsWorthNothing } from './drained.ts'
import type { Law } from './law.ts'
import { type StockSubject, stockSubject } from './stock-subject.ts'

/** The laws of costing: those a projection of stock must hold beside `projectionLaws`. */
export function stockLaws(subject: StockSubject = stockSubject()): readonly Law[] {
  return [stockIsConserved(subject), nothingOnHandIsWorthNothing(subject), averageStaysBetweenCosts(subject)]
}
