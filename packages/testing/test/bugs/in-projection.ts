import type { Fact, StockDraft, StockEffect } from '@tidemark/domain'
import { stockSubject } from '@tidemark/testing'
import { healthy, type PlantedBug, projectionWith, type StockProjection } from './planted.ts'

const { on, prepare, concernsOthers } = healthy.projection

type StockRecipe = NonNullable<StockProjection['on'][string]>

/** All recipes, each with a change around it. */
function aroundEach(change: (recipe: StockRecipe) => StockRecipe): StockProjection['on'] {
  return Object.fromEntries(
    Object.entries(on).map(([type, recipe]) => [type, recipe === undefined ? undefined : change(recipe)]),
  )
}

const historyRewritten: PlantedBug = {
  name: 'the cost of the last receipt is put on all receipts before it',
  foundBy: 'later facts leave the past alone',
  // A correction that takes itself back rewrites history as well, and costs from later receipts are beyond those before.
  alsoBreaks: [
    'a voided event is as if it had never been',
    'an amended event is as if it had been recorded so',
    'an average lies between the lowest and the highest cost',
  ],
  subject: {
    ...projectionWith({
      prepare: (sources, common) => {
        const facts = prepare(sources, common)
        return sources.some(concernsOthers) ? atLastCost(facts) : facts
      },
      // It cannot be prepared part by part.
      naming: undefined,
    }),
    // It takes two receipts and a correction: among all that can happen, shrinking to them is slow.
    histories: stockSubject({
      items: 2,
      size: 12,
      kinds: ['StockReceived', 'StockSold', 'ReceiptCostAdjusted'],
    }).histories,
  },
}

function atLastCost(facts: readonly Fact[]): readonly Fact[] {
  const unitCost = facts.findLast((fact) => fact.type === 'StockReceived')?.unitCost
  if (unitCost === undefined) return facts
  return facts.map((fact) =>
    fact.type === 'StockReceived' && fact.unitCost !== undefined ? { ...fact, unitCost } : fact,
  )
}

const recordingTimeUsed: PlantedBug = {
  name: 'a recipe keeps when a sale was recorded, not when it occurred',
  foundBy: 'the recording order of independent units changes nothing',
  alsoBreaks: ['facts of different instants may be recorded in any order'],
  subject: projectionWith({
    on: aroundEach((recipe) => (draft, fact, context) => {
      recipe(draft, fact, context)
      if (fact.type === 'StockSold') draft.branch.at(fact.branch).lastSoldOn = fact.recordedAt
    }),
  }),
}

const differenceNotTold: PlantedBug = {
  name: 'the negative-stock difference is booked but not told',
  foundBy: 'on hand and value are conserved',
  subject: projectionWith({
    on: aroundEach((recipe) => (draft, fact, { common, emit }) => {
      const tell = (effect: StockEffect) => {
        if (effect.effect !== 'moved' || effect.kind !== 'negative-stock-difference') emit?.(effect)
      }
      recipe(draft, fact, { common, emit: emit && tell })
    }),
  }),
}

const microLeft: PlantedBug = {
  name: 'selling the last one leaves a micro of value',
  foundBy: 'nothing on hand is worth nothing',
  subject: projectionWith({
    on: aroundEach((recipe) => (draft, fact, context) => {
      recipe(draft, fact, context)
      if (fact.type !== 'StockSold' || !isEmpty(draft, fact.branch)) return
      const { branch } = fact
      draft.branch.at(branch).value = 1n
      context.emit?.({ effect: 'moved', kind: 'sale', branch, quantity: 0n, value: 1n })
    }),
  }),
}

const freightTwice: PlantedBug = {
  name: 'freight on a receipt is added to its value twice',
  foundBy: 'an average lies between the lowest and the highest cost',
  subject: projectionWith({
    on: aroundEach((recipe) => (draft, fact, context) => {
      if (fact.type !== 'StockReceived' || fact.charges === undefined) return recipe(draft, fact, context)
      recipe(draft, { ...fact, charges: [...fact.charges, ...fact.charges] }, context)
    }),
  }),
}

function isEmpty(draft: StockDraft, branch: string): boolean {
  const { onHand, value } = draft.branch.at(branch)
  return onHand === 0n && value === 0n
}

/** Faults in what facts mean. */
export const bugsInProjection: readonly PlantedBug[] = [
  historyRewritten,
  recordingTimeUsed,
  differenceNotTold,
  microLeft,
  freightTwice,
]
