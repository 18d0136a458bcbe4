import { parseInstant } from 'tidemark'
import { decimalAt, type Fields, listAt, objectAt, refuseUnknown, stepNumberAt, textAt } from './fields.ts'
import type { Figure, OracleExpectation, OracleStep } from './oracle-case.ts'
import { OracleError } from './oracle-error.ts'
import { parseRelation } from './relation.ts'

/** The figures an expectation may state. */
export const figures = [
  'onHand',
  'avgCost',
  'value',
  'cogs',
  'stepAvgCost',
  'stepUnitCost',
  'stepValue',
  'balanceAfterStep',
  'valueChange',
  'variance',
] as const satisfies readonly Figure[]

/** Where and when a figure is taken, and remarks that say nothing to a machine. */
const circumstances = ['afterStep', 'asOf', 'item', 'location', 'ofStep', 'note', 'derived']

/** Reads what a case expects. Throws OracleError for anything that is not understood. */
export function readExpectations(
  value: unknown,
  steps: readonly OracleStep[],
  where: string,
): readonly OracleExpectation[] {
  return listAt(value, `${where}: expect`).map((expectation, index) => {
    const here = `${where}, figure ${index + 1}`
    return readExpectation(objectAt(expectation, here), steps, here)
  })
}

function readExpectation(fields: Fields, steps: readonly OracleStep[], where: string): OracleExpectation {
  refuseUnknown(fields, [...circumstances, ...figures, 'rejected', 'relation'], where)
  const stated = figures.filter((figure) => fields[figure] !== undefined)
  const { rejected, relation } = fields
  if (stated.length === 0 && rejected === undefined && relation === undefined) {
    throw new OracleError(`${where}: it expects nothing`)
  }
  if (rejected !== undefined && typeof rejected !== 'boolean') {
    throw new OracleError(`${where}: rejected must be true or false`)
  }
  return {
    item: itemOf(fields, steps, where),
    ...stepOf(fields, 'afterStep', steps, where),
    ...stepOf(fields, 'ofStep', steps, where),
    ...(fields.asOf === undefined ? {} : { asOf: asOf(fields, where) }),
    ...(fields.location === undefined ? {} : { location: textAt(fields, 'location', where) }),
    ...(rejected === undefined ? {} : { rejected }),
    ...(relation === undefined ? {} : { relation: relationAt(fields, where) }),
    ...Object.fromEntries(stated.map((figure) => [figure, decimalAt(fields, figure, where)])),
  }
}

/** The item may be left out where the case has only one. */
function itemOf(fields: Fields, steps: readonly OracleStep[], where: string): string {
  if (fields.item !== undefined) return textAt(fields, 'item', where)
  const [item, other] = new Set(steps.map((step) => step.item))
  if (item === undefined || other !== undefined) throw new OracleError(`${where}: item is missing`)
  return item
}

function stepOf<F extends 'afterStep' | 'ofStep'>(
  fields: Fields,
  field: F,
  steps: readonly OracleStep[],
  where: string,
): { [K in F]?: number } {
  const step: { [K in F]?: number } = {}
  if (fields[field] === undefined) return step
  const n = stepNumberAt(fields, field, where)
  if (n > steps.length || (field === 'ofStep' && n === 0)) {
    throw new OracleError(`${where}: there is no step ${n}`)
  }
  step[field] = n
  return step
}

function asOf(fields: Fields, where: string): string {
  const at = textAt(fields, 'asOf', where)
  if (parseInstant(at) === null) throw new OracleError(`${where}: asOf is not an instant with an offset or Z`)
  return at
}

function relationAt(fields: Fields, where: string): string {
  const text = textAt(fields, 'relation', where)
  if (parseRelation(text) === null)
    throw new OracleError(`${where}: relation ${JSON.stringify(text)} is not understood`)
  return text
}
