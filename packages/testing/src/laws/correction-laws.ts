import type { KnownEvent } from '@tidemark/domain'
import type { Kinds, Typed } from '@tidemark/projection'
import { amendedIsRecordedSo, voidedIsNeverBeen } from './corrected.ts'
import type { Law } from './law.ts'
import type { Subject } from './subject.ts'

/** The laws of a projection of inventory events that takes corrections into account. */
export function correctionLaws<Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<KnownEvent, Fact, Common, K, Effect>,
): readonly Law[] {
  return [voidedIsNeverBeen(subject), amendedIsRecordedSo(subject)]
}
