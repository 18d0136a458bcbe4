import { compiled } from '@tidemark/projection'
import type { PlainRecord } from './record.ts'

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

/** A function that finds changes of records with these fields; compiled, because it looks at every field after each fact. */
export function changeFinderOf(names: readonly string[]): FindChanges {
  const compareOneByOne: FindChanges = (record, shadow, changes) => {
    let count = 0
    names.forEach((name, index) => {
      if (Object.is(record[name], shadow[name])) return
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
      if (now !== was || (now === 0 && !Object.is(now, was))) { fields[n] = ${index}; before[n] = was; after[n++] = now; shadow${field} = now }`
  })
  const body = `const { fields, before, after } = changes
    let n = 0, now, was
    ${comparisons.join('\n')}
    changes.count = n`
  return compiled<FindChanges>('record, shadow, changes', body) ?? compareOneByOne
}
