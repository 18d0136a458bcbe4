import { ALL_BRANCHES, holdKey } from '@tidemark/domain'
import type { ItemRecords } from './level.ts'

/** Whether a lot is held at a branch; the branch's own hold or release wins over one for all branches. */
export function isHeld(records: Pick<ItemRecords, 'hold'>, lot: string, branch: string): boolean {
  const hold = records.hold.find(holdKey(lot, branch)) ?? records.hold.find(holdKey(lot, ALL_BRANCHES))
  return hold?.held === true
}
