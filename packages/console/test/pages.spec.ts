import { describe } from 'vitest'
import { itemPages } from './browser/items.ts'
import { longLists } from './browser/long-lists.ts'
import { overMarch } from './browser/over-march.ts'
import { periodPages } from './browser/periods.ts'
import { restoredLogs } from './browser/restored.ts'
import { rulePages } from './browser/rule-changes.ts'
import { snapshotPages } from './browser/snapshots.ts'
import { describeInChromium } from './page-in-chromium.ts'

/** One console, one Chromium and a few movements for all of them. */
await describeInChromium('the pages', (open) => {
  const over = overMarch(open)
  describe('of items', () => itemPages(over))
  describe('of snapshots', () => snapshotPages(over))
  describe('of rules', () => rulePages(over))
  describe('of periods', () => periodPages(over))
  describe('with long lists', () => longLists(over))
  describe('over a log restored from a backup', () => restoredLogs(open))
})
