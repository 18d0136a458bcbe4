import type { Kinds, PureState, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, headOf, instantText, picks } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'

/** What a projection has never heard of passes it by. */
export function unknownEventsChangeNothing<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  return defineLaw({
    name: 'events of an unknown type change nothing',
    statement:
      'As of every instant, a view holds the same records, whether or not events of a type that nobody has heard of were recorded as well.',
    cases: fc.record({ sources: subject.histories, like: fc.array(picks, { minLength: 1, maxLength: 3 }) }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, like }) =>
      `one of an unknown type like each of events ${like.map((pick) => pick(sources.length) + 1).join(', ')}`,
    holds: ({ sources, like }) => {
      const plain = timelineOf(subject, sources)
      const strangers = like.flatMap((pick, index) => {
        const source = sources[pick(sources.length)]
        return source === undefined ? [] : unheardOf(source, headOf(sources) + 1 + index)
      })
      const mixed = timelineOf(subject, [...sources, ...strangers])
      for (const asOf of cutsOf(sources)) {
        const expected = withoutEmptyUnits(inOnePass(plain.view({ asOf })))
        mustBeSame(
          withoutEmptyUnits(inOnePass(mixed.view({ asOf }))),
          expected,
          `as of ${instantText(asOf)}, with them`,
        )
      }
    },
  })
}

/** An event with everything of another one but its type and, where it has one, its id. */
function unheardOf<Source extends Typed>(source: Source, position: number): Source {
  const id = 'id' in source ? { id: `unheard of ${position}` } : {}
  // Logs outlive the programs that read them: what arrives need not be of the types those were compiled with.
  return { ...source, ...id, type: 'SomethingUnheardOf', position } as Source
}

/** A unit without a record is one of which nothing is kept. */
export function withoutEmptyUnits<K extends Kinds, Common>(state: PureState<K, Common>) {
  const kept = Object.entries(state.units).filter(([, kinds]) =>
    Object.values(kinds).some((records) => Object.keys(records).length > 0),
  )
  return { common: state.common, units: new Map(kept) }
}
