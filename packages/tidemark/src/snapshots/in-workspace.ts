import type { Snapshot } from './catalogue.ts'

/**
 * A snapshot whose last event known is named as in this workspace: where a workspace was copied under another name, its
 * snapshots still say the old one. A snapshot knows its own workspace only, so nothing else can be meant.
 */
export function inWorkspace(snapshot: Snapshot, prefix: string): Snapshot {
  const { knownThrough } = snapshot
  if (knownThrough === null || knownThrough.stream.startsWith(prefix)) return snapshot
  // The name of a workspace has no dot.
  const stream = prefix + knownThrough.stream.slice(knownThrough.stream.indexOf('.') + 1)
  return { ...snapshot, knownThrough: { ...knownThrough, stream } }
}
