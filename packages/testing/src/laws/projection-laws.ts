import type { Kinds, Typed } from '@tidemark/projection'
import { viewsAreWhatReduceMakes } from './definition.ts'
import { differenceLeadsFromOneToOther } from './difference.ts'
import { incrementalIsReplay } from './incremental.ts'
import { recordingOrderOfUnitsIsFree } from './independent.ts'
import { knownThroughIsAShorterLog } from './known-through.ts'
import { laterFactsLeaveThePastAlone } from './later-facts.ts'
import type { Law } from './law.ts'
import { slicesChangeNothing } from './slices.ts'
import type { Subject } from './subject.ts'
import { viewsStay } from './views-stay.ts'
import { supposingIsRecording } from './what-if.ts'

/**
 * The laws every projection must hold, whatever it projects.
 *
 * @example
 * for (const law of projectionLaws({ projection: mine, histories, line: JSON.stringify }))
 *   test(law.name, () => law.check())
 */
export function projectionLaws<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<Source, Fact, Common, K, Effect>,
): readonly Law[] {
  return [
    viewsAreWhatReduceMakes(subject),
    incrementalIsReplay(subject),
    slicesChangeNothing(subject),
    knownThroughIsAShorterLog(subject),
    viewsStay(subject),
    laterFactsLeaveThePastAlone(subject),
    differenceLeadsFromOneToOther(subject),
    supposingIsRecording(subject),
    recordingOrderOfUnitsIsFree(subject),
  ]
}
