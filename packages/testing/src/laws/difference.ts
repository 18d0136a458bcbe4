import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, instantText, type Pick, picks } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { byUnit } from './read.ts'
import { mustBeSame } from './same.ts'
import { replayOf, type Subject, timelineOf } from './subject.ts'

interface Point {
  readonly time: Pick
  readonly knowledge: Pick
}

/** The difference of two views is all that lies between them. */
export function differenceLeadsFromOneToOther<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  const { diff, applyDiff } = replayOf(subject)
  const points = fc.record({ time: picks, knowledge: picks })
  return defineLaw({
    name: 'the difference of two views leads from one to the other',
    statement:
      'For any two views, of any instants and any points of knowledge, their difference applied to the first gives the second.',
    cases: fc.record({ sources: subject.histories, a: points, b: points }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, a, b }) =>
      [pointIn(sources, a), pointIn(sources, b)]
        .map(({ asOf, knownThrough }) => `${instantText(asOf)} known through ${knownThrough}`)
        .join(' and '),
    holds: ({ sources, a, b }) => {
      const timeline = timelineOf(subject, sources)
      const first = timeline.view(pointIn(sources, a))
      const second = timeline.view(pointIn(sources, b))
      const there = applyDiff(subject.projection, byUnit(first), diff(first, second))
      mustBeSame(there, byUnit(second), 'from the first to the second')
      const back = applyDiff(subject.projection, byUnit(second), diff(second, first))
      mustBeSame(back, byUnit(first), 'from the second to the first')
    },
  })
}

function pointIn(sources: readonly Typed[], { time, knowledge }: Point) {
  const cuts = cutsOf(sources)
  return {
    asOf: cuts[time(cuts.length)] ?? 0,
    knownThrough: sources[knowledge(sources.length)]?.position ?? -1,
  }
}
