import { TidemarkError } from '../errors.ts'
import type { Workspace } from '../workspace.ts'
import { draftEvent } from './draft.ts'

/** How often a change is tried again because others changed the same thing at the same moment. */
const ATTEMPTS = 20

/**
 * Records a change of something that has a stream of its own, such as a schedule. It is numbered by its place in the
 * stream, so that of two changes at the same moment one comes after the other.
 *
 * @throws DomainError for what is not an event, TidemarkError `TOO_BUSY`.
 */
export async function recordChange(
  { log, reader, recorder, now }: Workspace,
  change: { readonly type: string; readonly [field: string]: unknown },
): Promise<void> {
  const input = { occurredAt: new Date(now()), ...change }
  const { stream } = draftEvent({ id: 'change', ...input }, reader.prefix)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const id = `change/${(await log.revision(stream)) + 1}`
    try {
      await recorder.recordAll([draftEvent({ id, ...input }, reader.prefix)])
      return
    } catch (error) {
      if (!(error instanceof TidemarkError) || error.code !== 'MOVEMENT_CONFLICT') throw error
    }
  }
  throw new TidemarkError('TOO_BUSY', change.type)
}
