import { describe, expect, it } from 'vitest'
import { readOracleCases } from './read-cases.ts'
import { runOracles } from './run-oracles.ts'

const receipt = {
  n: 1,
  at: '2027-03-01T12:00Z',
  kind: 'receipt',
  item: 'tea',
  location: 'north',
  qty: '3',
  totalCost: '10',
}
const sale = { n: 2, at: '2027-03-02T12:00Z', kind: 'sale', item: 'tea', location: 'north', qty: '1' }
const freight = { n: 3, at: '2027-03-03T12:00Z', kind: 'freight', item: 'tea', ofStep: 1, amount: '3' }
const small = { id: 'small', policy: {}, steps: [receipt, sale, freight], expect: [{ onHand: '2' }] }

async function reportOf(...cases: readonly unknown[]) {
  return runOracles(readOracleCases(JSON.stringify(cases)))
}

/** What is said of one expectation of the small case. */
async function said(expectation: object) {
  const report = await reportOf({ ...small, expect: [expectation] })
  expect(report.holding).toBe(report.failures.length === 0 ? 1 : 0)
  return report.failures.map(({ message }) => message)
}

describe('a figure that does not hold', () => {
  it.each([
    [{ onHand: '3' }, 'small, figure 1: onHand is 2, expected 3'],
    [{ afterStep: 1, avgCost: '3.34' }, 'small, figure 1 after step 1: avgCost is 3.333333, expected 3.34'],
    [{ afterStep: 1, value: '11' }, 'small, figure 1 after step 1: value is 10, expected 11'],
    [
      { asOf: '2027-03-01T12:00Z', onHand: '2' },
      'small, figure 1 as of 2027-03-01T12:00Z: onHand is 3, expected 2',
    ],
    [{ ofStep: 2, cogs: '5' }, 'small, figure 1: cogs is 4.333333, expected 5'],
    [{ ofStep: 2, stepUnitCost: '5' }, 'small, figure 1: stepUnitCost is 4.333333, expected 5'],
    [{ ofStep: 2, stepAvgCost: '5' }, 'small, figure 1: stepAvgCost is 4.333334, expected 5'],
    [{ ofStep: 2, stepValue: '5' }, 'small, figure 1: stepValue is 4.333333, expected 5'],
    [{ ofStep: 2, balanceAfterStep: '3' }, 'small, figure 1: balanceAfterStep is 2, expected 3'],
    [{ ofStep: 2, valueChange: '4' }, 'small, figure 1: valueChange is -4.333333, expected 4'],
    [{ ofStep: 3, variance: '1' }, 'small, figure 1: variance is 0, expected 1'],
    [{ ofStep: 2, rejected: true }, 'small, figure 1: step 2 was not refused'],
  ])('%j is told', async (expectation, message) => {
    expect(await said(expectation)).toEqual([message])
  })

  it('is one figure however many of its fields are wrong', async () => {
    expect(await said({ onHand: '3', value: '1' })).toEqual([
      'small, figure 1: onHand is 2, expected 3; value is 8.666667, expected 1',
    ])
  })
})

describe('a question without a meaning', () => {
  it.each([
    [{ ofStep: 3, cogs: '3' }, 'small, figure 1: a freight has no cogs of its own'],
    [
      { afterStep: 1, ofStep: 2, cogs: '3' },
      'small, figure 1 after step 1: step 2 is not known after step 1',
    ],
    [{ location: 'nowhere', avgCost: '3' }, 'small, figure 1: there is no avgCost, expected 3'],
    [{ afterStep: 0, avgCost: '3' }, 'small, figure 1 after step 0: there is no avgCost, expected 3'],
    [{ relation: 'onHand < moon' }, 'small, figure 1: relation names an unknown figure moon'],
  ])('%j does not hold', async (expectation, message) => {
    expect(await said(expectation)).toEqual([message])
  })

  it('is a figure after a step that was refused and should not have been', async () => {
    const tooMuch = { ...sale, qty: '4' }
    const refusing = { ...small, policy: { negativeStock: 'refuse' }, steps: [receipt, tooMuch] }
    const [failure] = (await reportOf(refusing)).failures
    expect(failure?.message).toMatch(/^small, figure 1: step 2 was refused \(2: tea at north would be -1/)
  })
})

it('before the first step there is nothing', async () => {
  expect(await said({ afterStep: 0, onHand: '0', value: '0' })).toEqual([])
})

it('counts cases of other rules apart', async () => {
  const { policy: _policy, ...peer } = { ...small, peerSpecific: 'layers', expect: [{}, {}] }
  const report = await reportOf(small, peer)
  expect(report).toEqual({ figures: 1, holding: 1, failures: [], peerSpecific: { cases: 1, figures: 2 } })
})

it('a case that cannot be replayed holds none of its figures', async () => {
  const impossible = { ...freight, n: 4, ofStep: 2 }
  const cancelOfCount = { ...small, steps: [receipt, sale, freight, { ...impossible, kind: 'reprice' }] }
  const report = await reportOf({ ...cancelOfCount, expect: [{ onHand: '2' }, { value: '1' }] }, small)
  expect(report).toMatchObject({ figures: 3, holding: 1 })
})
