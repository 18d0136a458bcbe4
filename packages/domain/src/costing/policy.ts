import type { z } from 'zod'
import type { KnownEvent } from '../corrections/known-event.ts'
import type { policyParameters } from '../events/costs.ts'

/** The parameters of costing in force at an instant. */
export type CostingPolicy = Readonly<z.output<z.ZodObject<ReturnType<typeof policyParameters>>>>

/** The parameters before any `CostingPolicySet`. */
export const defaultPolicy: CostingPolicy = {
  setMarketCostWithLastReceiptCostChange: false,
  includeAdjustments: false,
  updateLastReceiptCostOnTransfers: false,
  averageScope: 'branch',
  supplierReturnCost: 'average',
  customerReturnCost: 'sale',
  lateChargeEffect: 'receipt',
  negativeStock: 'allow',
}

/** A branch as defined; its id stands for a name not given, UTC for a zone not given. */
export interface Branch {
  readonly name: string
  readonly timeZone: string
  readonly active: boolean
}

/** What all items share: the costing policy and the branches. */
export interface Company {
  readonly policy: CostingPolicy
  readonly branches: ReadonlyMap<string, Branch>
}

/** A company of which nothing is known yet. */
export const newCompany: Company = { policy: defaultPolicy, branches: new Map() }

/** The branch as it is known, or as one is before it is defined. */
export function branchOf(company: Company, branch: string): Branch {
  return company.branches.get(branch) ?? { name: branch, timeZone: 'UTC', active: true }
}

/** The company after one more of its facts. Pure. */
export function foldCompany(company: Company, event: KnownEvent): Company {
  if (event.type === 'CostingPolicySet') {
    return { ...company, policy: { ...company.policy, ...parametersIn(event) } }
  }
  if (event.type === 'BranchDefined') {
    const before = branchOf(company, event.branch)
    const branch: Branch = {
      name: event.name ?? before.name,
      timeZone: event.timeZone ?? before.timeZone,
      active: event.active ?? before.active,
    }
    return { ...company, branches: new Map(company.branches).set(event.branch, branch) }
  }
  return company
}

function parametersIn(event: object): Partial<CostingPolicy> {
  const parameters: { [name: string]: unknown } = {}
  for (const name of Object.keys(defaultPolicy)) {
    const value: unknown = Reflect.get(event, name)
    if (value !== undefined) parameters[name] = value
  }
  return parameters
}
