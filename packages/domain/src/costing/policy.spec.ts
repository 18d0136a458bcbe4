import { describe, expect, it } from 'vitest'
import type { KnownEvent } from '../corrections/known-event.ts'
import { parseEvent } from '../events/parse.ts'
import { branchOf, defaultPolicy, foldCompany, newCompany } from './policy.ts'

const at = { id: '1', occurredAt: '2027-03-01T09:00Z' }

function after(...inputs: readonly object[]) {
  return inputs
    .map((input): KnownEvent => ({ ...parseEvent({ ...at, ...input }), position: 1, recordedAt: 0 }))
    .reduce(foldCompany, newCompany)
}

describe('the policy', () => {
  it('starts with these parameters', () => {
    expect(newCompany.policy).toEqual({
      setMarketCostWithLastReceiptCostChange: false,
      includeAdjustments: false,
      updateLastReceiptCostOnTransfers: false,
      averageScope: 'branch',
      supplierReturnCost: 'average',
      customerReturnCost: 'sale',
      lateChargeEffect: 'receipt',
      negativeStock: 'allow',
    })
  })

  it('changes in the parameters named', () => {
    const { policy } = after(
      { type: 'CostingPolicySet', averageScope: 'company', includeAdjustments: true },
      { type: 'CostingPolicySet', includeAdjustments: false, negativeStock: 'refuse' },
    )
    expect(policy).toEqual({ ...defaultPolicy, averageScope: 'company', negativeStock: 'refuse' })
  })

  it('and the branches stay as they are with every other event', () => {
    const item = { item: 'tea', branch: 'A' }
    const company = after({ type: 'BranchDefined', branch: 'A', name: 'North' })
    for (const input of [
      { type: 'StockCounted', ...item, quantity: '1' },
      { type: 'PeriodClosed', through: '2027-01-01T00:00Z' },
    ]) {
      const event: KnownEvent = { ...parseEvent({ ...at, ...input }), position: 2, recordedAt: 0 }
      expect(foldCompany(company, event)).toBe(company)
    }
  })
})

describe('a branch', () => {
  it('has its id for a name, keeps UTC and is active, until it is defined', () => {
    expect(branchOf(newCompany, 'A')).toEqual({ name: 'A', timeZone: 'UTC', active: true })
    expect(branchOf(after({ type: 'BranchDefined', branch: 'B', name: 'South' }), 'A').name).toBe('A')
  })

  it('keeps what a later definition leaves out', () => {
    const once = {
      type: 'BranchDefined',
      branch: 'A',
      name: 'North',
      timeZone: 'Europe/London',
      active: false,
    }
    expect(branchOf(after(once), 'A')).toEqual({ name: 'North', timeZone: 'Europe/London', active: false })
    const renamed = after(once, { type: 'BranchDefined', branch: 'A', name: 'Harbour' })
    expect(branchOf(renamed, 'A')).toEqual({ name: 'Harbour', timeZone: 'Europe/London', active: false })
    const moved = after(once, { type: 'BranchDefined', branch: 'A', timeZone: 'UTC', active: true })
    expect(branchOf(moved, 'A')).toEqual({ name: 'North', timeZone: 'UTC', active: true })
  })
})
