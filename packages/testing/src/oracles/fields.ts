import { OracleError } from './oracle-error.ts'

/** An object of a JSON file whose fields are not checked yet. */
export type Fields = { readonly [field: string]: unknown }

/** The value as an object; `where` says in words what it is. Throws OracleError. */
export function objectAt(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OracleError(`${where} is not an object`)
  }
  // Any object can be asked for any field, and each is checked when it is read.
  return value as Fields
}

/** The value as a list. Throws OracleError. */
export function listAt(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new OracleError(`${where} is not a list`)
  return value
}

/** Refuses fields that nothing is known of: what is not understood must not pass as holding. */
export function refuseUnknown(fields: Fields, known: readonly string[], where: string): void {
  const unknown = Object.keys(fields).find((field) => !known.includes(field))
  if (unknown !== undefined) throw new OracleError(`${where}: unknown field ${unknown}`)
}

/** A text that is there and not empty. Throws OracleError. */
export function textAt(fields: Fields, field: string, where: string): string {
  const value = fields[field]
  if (typeof value !== 'string' || value === '') throw new OracleError(`${where}: ${field} must be a text`)
  return value
}

/** The number of a step. Throws OracleError. */
export function stepNumberAt(fields: Fields, field: string, where: string): number {
  const value = fields[field]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new OracleError(`${where}: ${field} must be the number of a step`)
  }
  return value
}

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/

/** A decimal string: its number of decimals is part of what it says. Throws OracleError. */
export function decimalAt(fields: Fields, field: string, where: string): string {
  const value = fields[field]
  if (typeof value !== 'string' || !DECIMAL.test(value)) {
    throw new OracleError(`${where}: ${field} must be a decimal string`)
  }
  return value
}
