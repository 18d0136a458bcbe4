import { defineProjection } from '@tidemark/projection'
import type { Fact, KnownEvent } from '../corrections/known-event.ts'
import type { Company } from '../costing/policy.ts'
import { ofItems } from '../projecting/of-items.ts'
import { countingRecipes } from './counting.ts'
import { definingRecipes } from './defining.ts'
import type { StockEffect } from './effects.ts'
import { holdRecipes } from './holds.ts'
import { movingRecipes } from './moving.ts'
import { orderRecipes } from './orders.ts'
import { receivingRecipes } from './receiving.ts'
import { asRecipes } from './recipe.ts'
import { stockRecords } from './records.ts'
import { reservingRecipes } from './reserving.ts'
import { revaluingRecipes } from './revaluing.ts'
import { sellingRecipes } from './selling.ts'
import { movingShortcuts } from './shortcuts/moving.ts'
import { receivingShortcuts } from './shortcuts/receiving.ts'
import { sellingShortcuts } from './shortcuts/selling.ts'

/**
 * Stock, costs, dates, orders, lots, channels and attributes of every item, from its events.
 *
 * The rules are those of docs/costing.md; each recipe file holds what one part of the trade does.
 */
export const stockProjection = defineProjection({
  name: 'stock',
  version: 3,
  records: stockRecords,
  ...ofItems,
  on: asRecipes({
    ...receivingRecipes,
    ...orderRecipes,
    ...sellingRecipes,
    ...reservingRecipes,
    ...movingRecipes,
    ...holdRecipes,
    ...countingRecipes,
    ...revaluingRecipes,
    ...definingRecipes,
  }),
  shortcuts: { ...receivingShortcuts, ...sellingShortcuts, ...movingShortcuts },
} satisfies Parameters<
  typeof defineProjection<KnownEvent, Fact, Company, typeof stockRecords, StockEffect>
>[0])
