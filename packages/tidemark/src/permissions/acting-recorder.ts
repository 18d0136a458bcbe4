import { TidemarkError } from '../errors.ts'
import { actedBy, type DraftEvent } from '../recording/draft.ts'
import { type Drafts, draftsOf } from '../recording/drafts.ts'
import type { ImportOutcome, Recorder, Series } from '../recording/recorder.ts'
import { needsOfEvent } from './permissions.ts'
import { denialOf, type Principal } from './principal.ts'

/** A recorder that records what a principal may record, as theirs, and nothing else. */
export function recorderFor(principal: Principal, recorder: Recorder): Recorder {
  return {
    recordAll: async (drafts, signal) => {
      for (const draft of drafts) {
        const refusal = refusalOf(draft, principal)
        if (refusal !== null) throw refusal
      }
      return recorder.recordAll(
        drafts.map((draft) => actedBy(draft, principal.id)),
        signal,
      )
    },
    recordEach: (drafts, signal, series) => recordAllowed(principal, recorder, drafts, signal, series),
    refusalsOf: async (drafts) => {
      const refused = new Map(await recorder.refusalsOf(drafts))
      for (const [index, draft] of drafts.entries()) {
        const refusal = refusalOf(draft, principal)
        if (refusal !== null) refused.set(index, refusal)
      }
      return refused
    },
  }
}

/** Records those a principal may record; the others are refused, each by itself. */
async function recordAllowed(
  principal: Principal,
  recorder: Recorder,
  drafts: Drafts,
  signal: AbortSignal | undefined,
  series: Series | undefined,
): Promise<ImportOutcome> {
  const refused = new Map<number, Error>()
  const allowed: number[] = []
  for (const [index, draft] of drafts.all.entries()) {
    const refusal = refusalOf(draft, principal)
    if (refusal === null) allowed.push(index)
    else refused.set(index, refusal)
  }
  const acting = () => {
    const { all } = drafts
    return allowed.flatMap((index) => {
      const draft = all[index]
      return draft === undefined ? [] : [actedBy(draft, principal.id)]
    })
  }
  const theirs = draftsOf(acting(), acting)
  drafts.letGo()
  const outcome = await recorder.recordEach(theirs, signal, series)
  for (const [place, refusal] of outcome.refused) refused.set(allowed[place] ?? place, refusal)
  return { ...outcome, refused }
}

function refusalOf({ event, bringsItsTime }: DraftEvent, principal: Principal): TidemarkError | null {
  const denial = denialOf(principal, needsOfEvent(event, bringsItsTime), event.type)
  if (denial !== null) return denial
  if (event.actor === undefined || event.actor === principal.id) return null
  return new TidemarkError('ANOTHER_ACTOR', `${event.type} ${event.id} by ${principal.id}`, {
    actor: event.actor,
  })
}
