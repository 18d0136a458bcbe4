import type { Decimal } from 'tidemark'
import { decimalsOf, isAsExpected, rounded, wide } from './compare.ts'
import type { Figure, OracleExpectation, StockFigure } from './oracle-case.ts'
import { OracleError } from './oracle-error.ts'
import { figures } from './read-expectations.ts'
import { compares, parseRelation } from './relation.ts'
import type { Replayed } from './replay.ts'
import { stepFigure } from './step-figures.ts'
import { stockFigure } from './stock-figures.ts'

/** What does not hold of an expectation, in words; empty when all of it does. */
export async function judge(expectation: OracleExpectation, replayed: Replayed): Promise<readonly string[]> {
  const faults: string[] = []
  for (const figure of figures) {
    const expected = expectation[figure]
    if (expected === undefined) continue
    const actual = await figureOf(figure, expectation, replayed)
    if (actual === null) faults.push(`there is no ${figure}, expected ${expected}`)
    else if (!isAsExpected(actual, expected)) {
      faults.push(`${figure} is ${shown(actual, expected)}, expected ${expected}`)
    }
  }
  return [
    ...faults,
    ...(expectation.rejected === undefined ? [] : judgeRefusal(expectation, replayed)),
    ...(expectation.relation === undefined ? [] : await judgeRelation(expectation, replayed)),
  ]
}

async function figureOf(
  figure: Figure,
  expectation: OracleExpectation,
  replayed: Replayed,
): Promise<Decimal | null> {
  const { item, location, asOf } = expectation
  const afterStep = expectation.afterStep ?? replayed.steps.length
  if (isStockFigure(figure)) {
    mustBeRecorded(afterStep, expectation, replayed)
    return stockFigure(await replayed.view(afterStep, asOf), figure, item, location)
  }
  const step = stepAt(expectation, replayed)
  mustBeRecorded(afterStep, expectation, replayed)
  if (step.n > afterStep) throw new OracleError(`step ${step.n} is not known after step ${afterStep}`)
  if (step.item !== item) throw new OracleError(`step ${step.n} is of ${step.item}, not of ${item}`)
  return stepFigure(figure, { step, afterStep, asOf, location }, replayed)
}

function isStockFigure(figure: Figure): figure is StockFigure {
  return figure === 'onHand' || figure === 'avgCost' || figure === 'value'
}

function stepAt({ ofStep, afterStep }: OracleExpectation, { steps }: Replayed) {
  const n = ofStep ?? afterStep ?? steps.length
  const step = steps[n - 1]
  if (step === undefined) throw new OracleError(`there is no step ${n}`)
  return step
}

/** A figure after a step that was refused says nothing, unless the case knows of the refusal. */
function mustBeRecorded(through: number, { item }: OracleExpectation, replayed: Replayed): void {
  for (const [n, refusal] of replayed.refusals) {
    const isOfItem = replayed.steps[n - 1]?.item === item
    if (n <= through && isOfItem && !replayed.expectedRefusals.has(n)) {
      throw new OracleError(`step ${n} was refused (${refusal.message})`)
    }
  }
}

function judgeRefusal(expectation: OracleExpectation, replayed: Replayed): readonly string[] {
  const { n } = stepAt(expectation, replayed)
  const refusal = replayed.refusals.get(n)
  if (expectation.rejected === (refusal !== undefined)) return []
  return [refusal === undefined ? `step ${n} was not refused` : `step ${n} was refused (${refusal.message})`]
}

async function judgeRelation(expectation: OracleExpectation, replayed: Replayed): Promise<readonly string[]> {
  const relation = parseRelation(expectation.relation ?? '')
  if (relation === null) throw new OracleError(`relation ${expectation.relation} is not understood`)
  const left = await term(relation.left, expectation, replayed)
  const right = await term(relation.right, expectation, replayed)
  if (left !== null && right !== null && compares(left, relation.how, right)) return []
  return [`${expectation.relation} does not hold: ${left ?? 'none'} and ${right ?? 'none'}`]
}

async function term(
  text: string,
  expectation: OracleExpectation,
  replayed: Replayed,
): Promise<Decimal | null> {
  const figure = figures.find((name) => name === text)
  if (figure !== undefined) return figureOf(figure, expectation, replayed)
  if (/^[A-Za-z]/.test(text)) throw new OracleError(`relation names an unknown figure ${text}`)
  return wide(text)
}

/** With the decimals of the expectation, and more where they alone would look the same. */
function shown(actual: Decimal, expected: string): string {
  return rounded(actual, Math.max(decimalsOf(expected), 6)).toFixed()
}
