import type { KnownEvent } from '@tidemark/domain'
import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { recordingOrderOfInstantsIsFree } from './any-recording.ts'
import { correctionLaws } from './correction-laws.ts'
import { viewsAreWhatReduceMakes } from './definition.ts'
import { stateIsOfFactsAlone } from './deterministic.ts'
import { differenceLeadsFromOneToOther } from './difference.ts'
import { incrementalIsReplay } from './incremental.ts'
import { recordingOrderOfUnitsIsFree } from './independent.ts'
import { onHistories } from './inventory-events.ts'
import { knownThroughIsAShorterLog } from './known-through.ts'
import { laterFactsLeaveThePastAlone } from './later-facts.ts'
import type { Law } from './law.ts'
import { slicesChangeNothing } from './slices.ts'
import type { Subject } from './subject.ts'
import { unknownEventsChangeNothing } from './unknown-events.ts'
import { viewsStay } from './views-stay.ts'
import { supposingIsRecording } from './what-if.ts'

/**
 * The laws every projection must hold, whatever it projects.
 *
 * A projection of inventory events is tried on generated histories, and must take corrections into account; for one that
 * does not, or of events of one's own, hand in a `Subject` with its histories.
 *
 * @example
 * for (const law of projectionLaws(unitsByWeekday)) test(law.name, () => law.check(trials()))
 */
export function projectionLaws<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
): readonly Law[]
export function projectionLaws<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<Source, Fact, Common, K, Effect>,
): readonly Law[]
export function projectionLaws<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  given: Projection<KnownEvent, Fact, Common, K, Effect> | Subject<Source, Fact, Common, K, Effect>,
): readonly Law[] {
  if ('projection' in given) return lawsOf(given)
  const subject = onHistories(given)
  return [...lawsOf(subject), ...correctionLaws(subject)]
}

function lawsOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<Source, Fact, Common, K, Effect>,
): readonly Law[] {
  return [
    stateIsOfFactsAlone(subject),
    viewsAreWhatReduceMakes(subject),
    incrementalIsReplay(subject),
    slicesChangeNothing(subject),
    knownThroughIsAShorterLog(subject),
    viewsStay(subject),
    laterFactsLeaveThePastAlone(subject),
    differenceLeadsFromOneToOther(subject),
    supposingIsRecording(subject),
    recordingOrderOfUnitsIsFree(subject),
    recordingOrderOfInstantsIsFree(subject),
    unknownEventsChangeNothing(subject),
  ]
}
