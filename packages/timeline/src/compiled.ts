import type { PlainRecord } from './record.ts'

/** A function that makes objects with fields of these names from their values in order. */
export type MakeObject = (values: readonly unknown[]) => object

/** The fields in which two records of a kind differ: which, what they held and what they hold. */
export interface Changes {
  /** How many; what lies beyond in the lists is of earlier times. */
  count: number
  /** By number of the field. */
  readonly fields: number[]
  readonly before: unknown[]
  readonly after: unknown[]
}

/** Finds the changes of a record since its shadow, and makes the shadow equal to it. */
export type FindChanges = (record: PlainRecord, shadow: PlainRecord, changes: Changes) => void

export function noChanges(): Changes {
  return { count: 0, fields: [], before: [], after: [] }
}

/**
 * A function that makes objects with these fields.
 *
 * Compiled, because setting fields by name one after the other takes seven times as long, and this runs for every fact
 * of every fold. Where compiling is not allowed the fields are set one by one.
 */
export function makerOf(names: readonly string[]): MakeObject {
  const setOneByOne: MakeObject = (values) => {
    const object: { [name: string]: unknown } = {}
    names.forEach((name, index) => {
      Object.defineProperty(object, name, {
        value: values[index],
        writable: true,
        enumerable: true,
        configurable: true,
      })
    })
    return object
  }
  // In a literal, `__proto__` is not the name of a field.
  if (names.includes('__proto__')) return setOneByOne
  const fields = names.map((name, index) => `${JSON.stringify(name)}: values[${index}]`)
  return compiled('values', `return { ${fields.join(', ')} }`) ?? setOneByOne
}

/** A function that finds changes of records with these fields; compiled, because it looks at every field after each fact. */
export function changeFinderOf(names: readonly string[]): FindChanges {
  const compareOneByOne: FindChanges = (record, shadow, changes) => {
    let count = 0
    names.forEach((name, index) => {
      if (record[name] === shadow[name]) return
      changes.fields[count] = index
      changes.before[count] = shadow[name]
      changes.after[count++] = record[name]
      shadow[name] = record[name]
    })
    changes.count = count
  }
  if (names.includes('__proto__')) return compareOneByOne
  const comparisons = names.map((name, index) => {
    const field = `[${JSON.stringify(name)}]`
    return `now = record${field}; was = shadow${field}
      if (now !== was) { fields[n] = ${index}; before[n] = was; after[n++] = now; shadow${field} = now }`
  })
  const body = `const { fields, before, after } = changes
    let n = 0, now, was
    ${comparisons.join('\n')}
    changes.count = n`
  return compiled<FindChanges>('record, shadow, changes', body) ?? compareOneByOne
}

/** The function of a text made of field names alone, each as a JSON string; `undefined` where that is not allowed. */
function compiled<F>(parameters: string, body: string): F | undefined {
  try {
    return new Function(parameters, body) as F
  } catch {
    return undefined
  }
}
