import { deriveReceipts } from './derive-receipts.ts'
import { inOrder } from './in-order.ts'
import type { Movement } from './movement.ts'
import { movementsOf } from './movements.ts'
import { readLines } from './read-lines.ts'
import { type Survey, surveyLines } from './survey.ts'

/** A file made ready to be turned into movements. */
export type Conversion = {
  readonly survey: Survey
  /** Number of derived facts among the movements. */
  readonly derived: number
  /** Every movement in order of time; at one instant derived facts first, then lines in the order of the file. */
  readonly movements: AsyncGenerator<Movement>
}

/**
 * Turns a `.csv` or `.csv.gz` of invoice lines into movements. The file is read twice, once to survey it and once to
 * convert it, so memory is bounded by the codes and invoices; the same file gives the same movements. Throws when the file
 * is not readable as such, naming the line.
 *
 * @example
 * const { movements } = await convert('data/online-retail-45sku-full-year.csv')
 * for await (const movement of movements) console.log(JSON.stringify(movement))
 */
export async function convert(path: string): Promise<Conversion> {
  const survey = await surveyLines(readLines(path))
  const derived = deriveReceipts(survey)
  return {
    survey,
    derived: derived.length,
    movements: inOrder(derived, movementsOf(readLines(path), survey)),
  }
}
