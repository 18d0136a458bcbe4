import { readFileSync } from 'node:fs'
import { defaultPolicy } from '@tidemark/domain'
import { readOracleCases, runOracles } from '@tidemark/testing'
import { describe, expect, it } from 'vitest'

const entries = readOracleCases(readFileSync(new URL('./parameters.json', import.meta.url), 'utf8'))
const cases = entries.flatMap((entry) => ('replay' in entry ? [entry] : []))

describe('a parameter of costing, from the policy of a case', () => {
  it.each(cases)('$id', async (entry) => {
    const { failures, figures, holding } = await runOracles([entry])
    expect(failures).toEqual([])
    expect(holding).toBe(figures)
  })

  it('works for every parameter there is, each at both of its values where they differ in value', () => {
    expect(cases).toHaveLength(entries.length)
    const given = cases.flatMap(({ replay }) => Object.entries(replay.policy))
    expect(new Set(given.map(([parameter]) => parameter))).toEqual(new Set(Object.keys(defaultPolicy)))
    const values = new Set(given.map(([parameter, value]) => `${parameter} ${value}`))
    for (const value of ['receipt', 'arrival']) expect(values).toContain(`lateChargeEffect ${value}`)
    for (const value of ['average', 'receipt']) expect(values).toContain(`supplierReturnCost ${value}`)
    for (const value of ['sale', 'average']) expect(values).toContain(`customerReturnCost ${value}`)
    for (const value of ['branch', 'company']) expect(values).toContain(`averageScope ${value}`)
    for (const value of ['allow', 'refuse']) expect(values).toContain(`negativeStock ${value}`)
  })

  it('fails where the case expects the other value', async () => {
    const [receipt, arrival] = cases.filter(({ id }) => id.startsWith('lateChargeEffect'))
    if (receipt === undefined || arrival === undefined) throw new Error('no cases of lateChargeEffect')
    const swapped = { ...receipt, replay: { ...receipt.replay, policy: arrival.replay.policy } }
    expect((await runOracles([swapped])).failures).not.toEqual([])
  })
})
