import { equal } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  logConformance,
  logLaws,
  projectionLaws,
  projectionScenario,
  simulate,
  trials,
} from '@tidemark/testing'
import { describe, expect, it } from 'vitest'
import { unitsByWeekday } from '../src/units-by-weekday.ts'
import { logWithClock, openLog } from './stores.ts'

describe('units by weekday', () => {
  for (const law of projectionLaws(unitsByWeekday)) {
    it(law.name, () => law.check(trials({ seed: 2, runs: 15 })))
  }

  const sold = { type: 'StockSold', item: 'tea', branch: 'north', netAmount: '9' } as const

  it('takes what came back off the day it came back', () => {
    projectionScenario(unitsByWeekday)
      .given({ ...sold, id: 'S1', quantity: '5', occurredAt: '2027-03-01T10:00Z' })
      .when({
        type: 'StockReturnedByCustomer',
        item: 'tea',
        branch: 'north',
        sale: 'S1',
        quantity: '2',
        netAmount: '4',
        occurredAt: '2027-03-02T10:00Z',
      })
      .then(({ units }) => equal(units.tea?.day.Monday?.units, 5_000_000n))
      .then(({ units }) => equal(units.tea?.day.Tuesday?.units, -2_000_000n))
      .then(({ units }) => equal(units.tea?.day.Tuesday, undefined), { asOf: '2027-03-02T09:59Z' })
      .run()
  })
})

describe('the log in JSON lines', () => {
  for (const { name, run } of logConformance) it(name, () => run(openLog))
  for (const law of logLaws(openLog)) it(law.name, () => law.check(trials({ seed: 2, runs: 15 })))

  it('holds through what a simulation does to those who use it', async () => {
    for (const seed of [1, 2, 3]) {
      await simulate({
        seed,
        open: async (clock) => {
          const log = await logWithClock(clock)
          return { log, dispose: () => log.close() }
        },
      })
    }
  })
})

it('the same laws run in uvu', async () => {
  const suites = path.join(import.meta.dirname, 'host-app.uvu.ts')
  const { stdout } = await promisify(execFile)('node', ['--conditions=@tidemark/source', suites])
  expect(stdout).toMatch(/Passed: +26\n/)
})
