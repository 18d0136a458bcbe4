import { type CostingPolicy, defaultPolicy, parseEvent } from 'tidemark'
import { type Fields, listAt, objectAt, refuseUnknown, textAt } from './fields.ts'
import type { OracleCase } from './oracle-case.ts'
import { messageOf, OracleError } from './oracle-error.ts'
import { readExpectations } from './read-expectations.ts'
import { readSteps } from './read-steps.ts'

/** A case as a file holds it: one to replay, one that follows a rule of another system's own, or one that cannot be read. */
export type OracleEntry =
  | { readonly id: string; readonly figures: number; readonly replay: OracleCase }
  | { readonly id: string; readonly figures: number; readonly peerSpecific: true }
  | { readonly id: string; readonly figures: number; readonly error: Error }

const known = [
  'id',
  'source',
  'costing',
  'policy',
  'peerSpecific',
  'policyNotes',
  'datesInSource',
  'tags',
  'note',
  'steps',
  'expect',
]

/**
 * Reads a file of cases. What is wrong with one case is told as its error and leaves the others alone.
 *
 * @throws OracleError when the text is no JSON list.
 * @example
 * const entries = readOracleCases(await readFile('cases.json', 'utf8'))
 */
export function readOracleCases(text: string): readonly OracleEntry[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new OracleError(`the file is not JSON (${messageOf(error)})`)
  }
  return listAt(value, 'the file').map((entry, index) => readEntry(entry, index + 1))
}

function readEntry(value: unknown, number: number): OracleEntry {
  let id = `case ${number}`
  let figures = 1
  try {
    const fields = objectAt(value, id)
    id = textAt(fields, 'id', id)
    figures = listAt(fields.expect, `${id}: expect`).length
    refuseUnknown(fields, known, id)
    if (isPeerSpecific(fields, id)) return { id, figures, peerSpecific: true }
    return { id, figures, replay: readCase(fields, id) }
  } catch (error) {
    if (!(error instanceof OracleError)) throw error
    // A case that cannot be read has at least one figure that does not hold.
    return { id, figures: Math.max(figures, 1), error }
  }
}

function isPeerSpecific({ peerSpecific }: Fields, id: string): boolean {
  if (peerSpecific === undefined || peerSpecific === null || peerSpecific === false) return false
  if (peerSpecific === true || typeof peerSpecific === 'string' || typeof peerSpecific === 'object')
    return true
  throw new OracleError(`${id}: peerSpecific says nothing`)
}

function readCase(fields: Fields, id: string): OracleCase {
  if (fields.costing !== undefined && fields.costing !== 'avco') {
    throw new OracleError(`${id}: costing ${JSON.stringify(fields.costing)} is not avco`)
  }
  const steps = readSteps(fields.steps, id)
  if (steps.length === 0) throw new OracleError(`${id}: it has no steps`)
  const expect = readExpectations(fields.expect, steps, id)
  return { id, policy: readPolicy(fields.policy, id), steps, expect }
}

function readPolicy(value: unknown, id: string): Partial<CostingPolicy> {
  if (value === undefined || value === null) {
    throw new OracleError(`${id}: it has neither policy nor peerSpecific`)
  }
  const parameters = objectAt(value, `${id}: policy`)
  refuseUnknown(parameters, Object.keys(defaultPolicy), `${id}: policy`)
  // The event's own schema says which values a parameter may have.
  const input = { type: 'CostingPolicySet', id: 'policy', occurredAt: '2000-01-01T00:00Z', ...parameters }
  try {
    parseEvent(input)
  } catch (error) {
    throw new OracleError(`${id}: policy: ${messageOf(error)}`)
  }
  // What has just been parsed as an event's parameters are such parameters.
  return parameters as Partial<CostingPolicy>
}
