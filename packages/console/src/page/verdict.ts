import type { VerificationAnswer } from '../answers/snapshots.ts'
import { count } from './format.ts'

/** So many items are named. */
const NAMED = 20

/** What was found of a snapshot: whether a replay gives what was frozen, and whether its archive is whole. */
export function verdictOf({ ok, expected, actual, items, archive }: VerificationAnswer): string {
  const isSame = expected === actual
  const replay = isSame
    ? `${ok ? 'Verified: a' : 'A'} replay gives exactly what was frozen.`
    : `A replay differs from what was frozen${whereOf(items, archive)}.`
  return archive === 'none' ? replay : `${replay} Its rows in the archive are ${archive}.`
}

/** Without the rows in the archive it is known only among which items it differs. */
function whereOf(items: readonly string[], archive: VerificationAnswer['archive']): string {
  if (items.length === 0) return ''
  const more = items.length - NAMED
  const names = `${items.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`
  return archive === 'whole' || items.length === 1 ? `, in ${names}` : `, in one or more of ${names}`
}
