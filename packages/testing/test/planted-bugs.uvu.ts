import { equal, ok } from 'node:assert/strict'
import {
  correctionLaws,
  type Law,
  LawBroken,
  projectionLaws,
  type StockSubject,
  stockLaws,
} from '@tidemark/testing'
import { suite } from 'uvu'
import { bugsInDifference } from './bugs/in-difference.ts'
import { bugsInInventory, healthyLaws } from './bugs/in-inventory.ts'
import { bugsInLogs } from './bugs/in-log.ts'
import { bugsInProjection } from './bugs/in-projection.ts'
import { bugsInReducers, healthyReducerLaws } from './bugs/in-reducers.ts'
import { bugsInSnapshots, healthySnapshotLaws } from './bugs/in-snapshots.ts'
import { bugsInTime } from './bugs/in-time.ts'
import { healthy, type Planted } from './bugs/planted.ts'
import { trials } from './trials.ts'

/** A person reads this much at a glance. */
const SMALL = 10

/** Cases in which the law that is to find a bug must do so, and in which all others must hold. */
const TO_FIND = 400
const TO_HOLD = 8

function lawsOf(subject: StockSubject): readonly Law[] {
  return [...projectionLaws(subject), ...correctionLaws(subject), ...stockLaws(subject)]
}

const bugs: readonly Planted[] = [
  ...[...bugsInTime, ...bugsInDifference, ...bugsInProjection].map((bug) => ({
    ...bug,
    laws: lawsOf(bug.subject),
  })),
  ...bugsInInventory,
  ...bugsInReducers,
  ...bugsInSnapshots,
  ...bugsInLogs,
]

/** How a law is broken; `null` while it holds. */
async function breachOf(law: Law, runs: number): Promise<LawBroken | null> {
  try {
    await law.check({ seed: trials(runs).seed, runs })
    return null
  } catch (error) {
    if (error instanceof LawBroken) return error
    throw error
  }
}

const test = suite('planted bugs')

for (const { name, laws, foundBy, alsoBreaks = [] } of bugs) {
  test(`${name}: "${foundBy}" finds it, the other laws hold`, async () => {
    for (const law of laws) {
      if (law.name === foundBy) {
        const broken = await breachOf(law, TO_FIND)
        ok(broken !== null, `"${law.name}" did not find it`)
        ok(broken.breach.history.length <= SMALL, `not small: ${broken.message}`)
      } else if (alsoBreaks !== 'any' && !alsoBreaks.includes(law.name)) {
        const broken = await breachOf(law, TO_HOLD)
        if (broken !== null) throw broken
      }
    }
  })
}

test('every law is shown able to fail, by twenty bugs and more', () => {
  const found = new Set(bugs.map(({ foundBy }) => foundBy))
  const laws = [
    ...lawsOf(healthy),
    ...healthyLaws,
    ...healthySnapshotLaws,
    ...bugsInLogs.flatMap(({ laws }) => laws),
  ]
  for (const { name } of laws) ok(found.has(name), `no planted bug breaks "${name}"`)
  ok(bugs.length >= 20)
})

test('what bugs are planted in is healthy without them', async () => {
  for (const law of [...healthyReducerLaws, ...healthySnapshotLaws]) equal(await breachOf(law, TO_HOLD), null)
})

test.run()
