import { inventoryProjection } from '../projecting/inventory-projection.ts'
import { countingRecipes } from './counting.ts'
import { definingRecipes } from './defining.ts'
import type { StockEffect } from './effects.ts'
import { holdRecipes } from './holds.ts'
import { movingRecipes } from './moving.ts'
import { orderRecipes } from './orders.ts'
import { receivingRecipes } from './receiving.ts'
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
export const stockProjection = inventoryProjection<typeof stockRecords, StockEffect>({
  name: 'stock',
  version: 3,
  records: stockRecords,
  on: {
    ...receivingRecipes,
    ...orderRecipes,
    ...sellingRecipes,
    ...reservingRecipes,
    ...movingRecipes,
    ...holdRecipes,
    ...countingRecipes,
    ...revaluingRecipes,
    ...definingRecipes,
  },
  shortcuts: { ...receivingShortcuts, ...sellingShortcuts, ...movingShortcuts },
})
