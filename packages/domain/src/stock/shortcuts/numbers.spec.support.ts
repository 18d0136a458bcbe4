import type { Field, Fields, Kinds } from '@tidemark/projection'
import { SURE } from '@tidemark/projection'
import type { Company } from '../../costing/policy.ts'
import { stockProjection } from '../projection.ts'
import { stockRecords } from '../records.ts'
import type { StockNumbers } from './short.ts'

type NumberRecord = { [field: string]: number }
type NumberTable = { [key: string]: NumberRecord }

/** The numbers of an item's records, by kind and key, as a replay has them. */
export type NumberUnit = { readonly [kind: string]: NumberTable }

/** The records of an item as a state holds them. */
type Unit = { readonly [kind: string]: { readonly [key: string]: object } }

/** The numbers in the records of an item. */
export function numbersIn(unit: Unit): NumberUnit {
  return mapValues(stockRecords as Kinds, (fields, kind) =>
    mapValues(unit[kind] ?? {}, (record) => numbersOf(fields, record)),
  )
}

/** The numbers of a record, or of a new one where it has none. */
function numbersOf(fields: Fields, record: object): NumberRecord {
  const numeric = Object.entries(fields).filter(([, field]) => isNumeric(field))
  return Object.fromEntries(
    numeric.map(([name, { initial }]) => [
      name,
      numberOf(Object.hasOwn(record, name) ? Reflect.get(record, name) : initial),
    ]),
  )
}

/** What a shortcut of a type makes of the records of an item; `undefined` where there is none, or it gives up. */
export function byShortcut(before: NumberUnit, fact: object, company: Company): NumberUnit | undefined {
  const shortcut = stockProjection.shortcuts?.[String(Reflect.get(fact, 'type'))]
  if (shortcut === undefined) return undefined
  const fields = Object.keys(fact).filter((name) => Reflect.get(fact, name) !== undefined)
  if (!fields.every((name) => name in shortcut.reads || shortcut.ignores.includes(name))) return undefined
  const read = mapValues(shortcut.reads, (as, name) => {
    const value: unknown = Reflect.get(fact, name)
    return as === 'text' ? value : numberOf(value ?? null)
  })
  const after = structuredClone(before)
  const isDone = shortcut.fold(recordsOver(after), read as Parameters<typeof shortcut.fold>[1], company)
  const isExact = Object.entries(after).every(([kind, table]) =>
    isSure((key) => before[kind]?.[key] ?? newRecord(kind), table),
  )
  return isDone && isExact ? after : undefined
}

function newRecord(kind: string): NumberRecord {
  return numbersOf((stockRecords as Kinds)[kind] ?? {}, {})
}

/** Whether no number was lost, and none became too large to be sure. */
function isSure(before: (key: string) => NumberRecord, after: NumberTable): boolean {
  return Object.entries(after).every(([key, record]) =>
    Object.entries(record).every(([name, now]) => Object.is(now, before(key)[name]) || Math.abs(now) < SURE),
  )
}

function recordsOver(unit: NumberUnit): StockNumbers {
  const records = mapValues(unit, (table, kind) => {
    const find = (key: string) => (Object.hasOwn(table, key) ? table[key] : undefined)
    // As a replay: records with numbers that doubles may not hold are there, and not to be changed.
    const sure = (key: string) => {
      const record = find(key)
      const isHeld = (number: number) => Number.isNaN(number) || Math.abs(number) < SURE
      return record !== undefined && Object.values(record).every(isHeld) ? record : undefined
    }
    const make = (key: string) => {
      table[key] ??= newRecord(kind)
      return sure(key)
    }
    return { has: (key: string) => find(key) !== undefined, find: sure, change: sure, make }
  })
  // Each kind was given the numbers of its own fields.
  return records as unknown as StockNumbers
}

function isNumeric({ kind }: Field<unknown>): boolean {
  return kind === 'micros' || kind === 'instant' || kind === 'flag'
}

function numberOf(value: unknown): number {
  return value === null ? Number.NaN : Number(value)
}

function mapValues<From, To>(
  object: { readonly [name: string]: From },
  map: (value: From, name: string) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]))
}
