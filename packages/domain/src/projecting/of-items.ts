import type { CommonAt } from '@tidemark/projection'
import type { Fact, KnownEvent } from '../corrections/known-event.ts'
import { concernsOthers, namesOf, prepareItem } from '../corrections/prepare.ts'
import { type Company, foldCompany, newCompany } from '../costing/policy.ts'
import { itemOfEvent } from './item-of-event.ts'

/**
 * What every projection of inventory events shares with that of stock: units are items, what is common is the company, and
 * voids, amendments and late charges are applied before anything is folded.
 */
export const ofItems = {
  unitOf: itemOfEvent,
  common: {
    initial: newCompany,
    fold: (company: Company, event: KnownEvent): Company => foldCompany(company, event),
  },
  prepare: (events: readonly KnownEvent[], company: CommonAt<Company>): readonly Fact[] =>
    prepareItem(events, company),
  concernsOthers,
  naming: { idOf: (event: KnownEvent): string => event.id, namesOf },
} as const
