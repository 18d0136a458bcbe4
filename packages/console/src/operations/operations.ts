import type { Operation } from '../operation.ts'
import { comparisonOperations } from './comparisons.ts'
import { levelExportOperations } from './export-levels.ts'
import { exportOperations } from './exports.ts'
import { followingOperations } from './following.ts'
import { groupOperations } from './groups.ts'
import { itemOperations } from './items.ts'
import { levelOperations } from './levels.ts'
import { movementOperations } from './movements.ts'
import { periodOperations } from './periods.ts'
import { recordingOperations } from './recording.ts'
import { ruleOperations } from './rules.ts'
import { sampleOperations } from './sample.ts'
import { snapshotOperations } from './snapshots.ts'
import { timeOperations } from './time.ts'
import { healthOperation, whoOperations } from './who.ts'

/** All the API does. */
export const operations: readonly Operation[] = [
  ...levelOperations,
  ...groupOperations,
  ...itemOperations,
  ...movementOperations,
  ...recordingOperations,
  ...followingOperations,
  ...snapshotOperations,
  ...comparisonOperations,
  ...timeOperations,
  ...ruleOperations,
  ...periodOperations,
  ...levelExportOperations,
  ...exportOperations,
  ...sampleOperations,
  ...whoOperations,
  healthOperation,
]
