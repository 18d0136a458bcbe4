import { nodeCrypto } from '../node-modules.ts'

/** As long as an id may be. */
const LONGEST_ID = 256

/**
 * The id of the snapshot that a rule takes for a reason: always the same, so that each is taken once, however many
 * processes try. One that would be too long is replaced by its SHA-256.
 */
export function ruleId(rule: string, reason: string): string {
  const id = `${rule}@${reason}`
  if (id.length <= LONGEST_ID) return id
  return `sha256:${nodeCrypto().createHash('sha256').update(id).digest('hex')}`
}
