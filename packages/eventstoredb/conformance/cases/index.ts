import type { Case } from '../case.ts'
import { suiteCases } from '../suite.ts'
import { acrossTheRun } from './across-the-run.ts'
import { followingCases } from './following.ts'
import { lossCases } from './losses.ts'
import { repeatCases } from './repeat.ts'
import { serverAppendCases } from './server-appends.ts'
import { serverReadCases } from './server-reads.ts'
import { sizeCases } from './sizes.ts'
import { strangerCases } from './strangers.ts'

/** What has to hold on EventStoreDB beyond what every log promises. Made anew for each run. */
export function eventStoreCases(): readonly Case[] {
  return between([])
}

/** All cases of one run, in their order. */
export function allCases(): readonly Case[] {
  return between(suiteCases)
}

function between(others: readonly Case[]): readonly Case[] {
  const { beginning, end } = acrossTheRun()
  return [
    beginning,
    ...others,
    ...serverAppendCases,
    ...serverReadCases,
    ...repeatCases,
    ...lossCases,
    ...sizeCases,
    ...strangerCases,
    ...followingCases,
    end,
  ]
}
