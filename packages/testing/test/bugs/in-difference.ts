import { diff } from '@tidemark/timeline'
import { type PlantedBug, replayWith } from './planted.ts'

/** Faults in how two views are compared. */
export const bugsInDifference: readonly PlantedBug[] = [
  {
    name: 'a difference does not say what vanished',
    foundBy: 'the difference of two views leads from one to the other',
    subject: replayWith({
      diff: (a, b) => {
        const difference = diff(a, b)
        return { ...difference, records: difference.records.filter(({ after }) => after !== undefined) }
      },
    }),
  },
]
