import { type Groups, groupsBy } from '../view/groups.ts'
import type { Grouping } from '../view/totals.ts'
import type { KeptPoints } from './point.ts'

/** What trends of a timeline by the same groupings share. */
export interface SharedGroups {
  readonly groups: Groups
  readonly kept: KeptPoints
}

/** Of so many ways to group, those last asked for, something is kept. */
const MOST = 4

const byTimeline = new WeakMap<object, Map<string, SharedGroups>>()

/** What is kept for trends of a timeline. */
export function sharedGroups(timeline: object, by: readonly Grouping[]): SharedGroups {
  const known = byTimeline.get(timeline) ?? new Map<string, SharedGroups>()
  byTimeline.set(timeline, known)
  const name = by.join()
  const shared = known.get(name) ?? { groups: groupsBy(by), kept: new WeakMap() }
  // The last one asked for stands last.
  known.delete(name)
  known.set(name, shared)
  for (const oldest of [...known.keys()].slice(0, -MOST)) known.delete(oldest)
  return shared
}
