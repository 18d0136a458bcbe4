import type { Operation } from '../operation.ts'
import { comparisonOperations } from './comparisons.ts'
import { exportOperations } from './exports.ts'
import { itemOperations } from './items.ts'
import { levelOperations } from './levels.ts'
import { movementOperations } from './movements.ts'
import { ruleOperations } from './rules.ts'
import { snapshotOperations } from './snapshots.ts'
import { timeOperations } from './time.ts'
import { healthOperation, whoOperations } from './who.ts'

/** All the API does. */
export const operations: readonly Operation[] = [
  ...levelOperations,
  ...itemOperations,
  ...movementOperations,
  ...snapshotOperations,
  ...comparisonOperations,
  ...timeOperations,
  ...ruleOperations,
  ...exportOperations,
  ...whoOperations,
  healthOperation,
]
