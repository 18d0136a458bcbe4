import type { Fact } from '../report.ts'

/** The last event known, as `knownThrough` takes it. */
export interface KnownThrough {
  readonly stream: string
  readonly revision: number
}

/** What a table stands for: an instant, and a point of knowledge. */
export interface Moment {
  /** ISO 8601, UTC, inclusive. */
  readonly asOf: string
  /** `null` when nothing was known. */
  readonly knownThrough: KnownThrough | null
  /** The id of the snapshot that froze the two, if one was asked for. */
  readonly snapshot: string | null
}

/** What a summary says of a moment; `word` in front tells one of several from the others. */
export function momentFacts({ asOf, knownThrough, snapshot }: Moment, word = ''): readonly Fact[] {
  const named = (name: string) => (word === '' ? name : `${word}: ${name.toLowerCase()}`)
  return [
    { name: named('As of'), kind: 'instant', value: asOf },
    { name: named('Known through'), kind: 'text', value: knownThroughText(knownThrough) },
    ...(snapshot === null ? [] : [{ name: named('Snapshot'), kind: 'text', value: snapshot } as const]),
  ]
}

/** A point of knowledge as one text: `main.item-tea@12`. */
export function knownThroughText(point: KnownThrough | null): string | null {
  return point === null ? null : `${point.stream}@${point.revision}`
}
