import { type CardLine, type Decimal, formatMicros, type InventoryView } from 'tidemark'
import { wide } from './compare.ts'
import type { OracleStep, StepFigure } from './oracle-case.ts'
import { OracleError } from './oracle-error.ts'
import type { Replayed } from './replay.ts'

/** Which step a figure is of, and as known and as of when. */
export interface StepQuestion {
  readonly step: OracleStep
  readonly afterStep: number
  readonly asOf: string | undefined
  /** Where the figure is asked for; `*` is everywhere, `undefined` where the step took place. */
  readonly location: string | undefined
}

/**
 * A figure of an earlier step, as costed by the time of the view; `null` when there is none, such as the unit cost
 * of a sale that was cancelled.
 *
 * - `cogs`, `stepValue`: what the goods of the step carried in or out, above zero; of a step that moves value alone, its change.
 * - `stepUnitCost`: that, for each unit moved.
 * - `stepAvgCost`, `balanceAfterStep`: average and on hand right after it.
 * - `valueChange`: what it changed the value of stock by, differences of negative stock included; of a correction, what
 *   knowing of it changed.
 * - `variance`: of a count the quantity it corrected; of anything else the cost that found no stock to go to.
 *
 * @throws OracleError where the question has no meaning for the step.
 */
export async function stepFigure(
  figure: StepFigure,
  question: StepQuestion,
  replayed: Replayed,
): Promise<Decimal | null> {
  const { step, afterStep, asOf } = question
  const view = await replayed.view(afterStep, asOf)
  if (isCorrection(step)) {
    // A correction moves nothing itself: what it did is what is known after it and was not before.
    const before = await replayed.view(step.n - 1, asOf)
    const after = await replayed.view(step.n, asOf)
    if (figure === 'valueChange') return valueAt(after, question).minus(valueAt(before, question))
    if (figure === 'variance') return costVariance(after, step.item).minus(costVariance(before, step.item))
    throw new OracleError(`a ${step.kind} has no ${figure} of its own`)
  }
  const ids = (replayed.events.get(step.n) ?? []).map((event) => event.id)
  const lines = linesOf(view, question, ids)
  switch (figure) {
    case 'cogs':
    case 'stepValue':
      return sum(outOrAll(lines), 'cost')
    case 'stepUnitCost':
      return unitCost(outOrAll(lines))
    case 'stepAvgCost':
      return sameOf(lines.map((line) => line.averageCost))
    case 'balanceAfterStep':
      return sameOf(lines.map((line) => line.onHand))
    case 'valueChange':
      return valueChange(view, question, ids)
    case 'variance':
      return step.kind === 'count' || step.kind === 'product_count'
        ? sum(lines, 'quantity')
        : costVariance(view, step.item, ids)
  }
}

function isCorrection({ kind }: OracleStep): boolean {
  return kind === 'freight' || kind === 'reprice' || kind === 'amend_qty' || kind === 'cancel'
}

/** What the step moved where it is asked for; lines that only share out a company-wide average are none of it. */
function linesOf(view: InventoryView, question: StepQuestion, ids: readonly string[]): readonly CardLine[] {
  const { step, location = step.location } = question
  return view
    .explain(step.item, location === '*' ? undefined : location)
    .filter((line) => ids.includes(line.id))
    .filter((line) => Number(line.quantity) !== 0 || Number(line.cost) !== 0 || line.branch === location)
}

/** A transfer takes out of one place what it brings to another: what left is what is meant. */
function outOrAll(lines: readonly CardLine[]): readonly CardLine[] {
  const out = lines.filter((line) => line.quantity.startsWith('-'))
  return out.length > 0 ? out : lines
}

function sum(lines: readonly CardLine[], field: 'cost' | 'quantity'): Decimal {
  return lines.reduce((total, line) => total.plus(line[field]), wide('0'))
}

function unitCost(lines: readonly CardLine[]): Decimal | null {
  const quantity = sum(lines, 'quantity').abs()
  return quantity.isZero() ? null : sum(lines, 'cost').div(quantity)
}

/** The last figure at the place asked for; at several places they must be the same. */
function sameOf(figures: readonly (string | null)[]): Decimal | null {
  const [figure, other] = new Set(figures)
  if (other !== undefined) throw new OracleError('the step took place at several locations; name one')
  return figure === undefined || figure === null ? null : wide(figure)
}

function valueChange(view: InventoryView, question: StepQuestion, ids: readonly string[]): Decimal {
  const { step, location = step.location } = question
  const before = new Map<string, string>()
  let change = wide('0')
  for (const line of view.explain(step.item, location === '*' ? undefined : location)) {
    if (ids.includes(line.id)) change = change.plus(line.value).minus(before.get(line.branch) ?? '0')
    before.set(line.branch, line.value)
  }
  return change
}

function valueAt(view: InventoryView, { step, location }: StepQuestion): Decimal {
  const rows = view.levels({ item: step.item, branch: location === '*' ? undefined : location })
  let value = wide('0')
  for (const row of rows) value = value.plus(row.value)
  return value
}

/** The cost variance of an item's facts, or of those with certain ids. */
function costVariance(view: InventoryView, item: string, ids?: readonly string[]): Decimal {
  let variance = 0n
  view.stock.effects({ units: [item] }, (_item, fact, effect) => {
    if (effect.effect === 'variance' && (ids === undefined || ids.includes(fact.id))) variance += effect.value
  })
  return wide(formatMicros(variance))
}
