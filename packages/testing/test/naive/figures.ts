import {
  type Company,
  type Fact,
  type KnownEvent,
  lastReceiptCost,
  marketCost,
  type StockEffect,
  type StockRecords,
  stockRecords,
  weightedAverage,
} from '@tidemark/domain'
import { initialRecord } from '@tidemark/projection'
import type { View } from '@tidemark/timeline'
import { type Books, emptyPlace, lastReceiptAt, marketAt, type Place } from './books.ts'
import { divided } from './decimals.ts'
import { onOrderAt } from './orders.ts'

/** Every figure of an item at a branch, in millionths and milliseconds. */
export interface Figures {
  readonly [figure: string]: bigint | number | null
}

/** By branch. */
export type FiguresByBranch = ReadonlyMap<string, Figures>

/** The figures of the naive books. */
export function figuresOfBooks(books: Books, branches: readonly string[]): FiguresByBranch {
  const places = branches.map((branch) => books.places.get(branch) ?? emptyPlace(branch))
  return new Map(
    places.map((place) => [
      place.branch,
      {
        onHand: place.onHand,
        value: place.value,
        average: averageIn(books, place),
        lastReceipt: lastReceiptAt(books, place),
        market: marketAt(books, place),
        lastSoldOn: place.lastSoldOn,
        lastPurchasedOn: place.lastPurchasedOn,
        lastReceiptOn: place.lastReceiptOn,
        lastCountedOn: place.lastCountedOn,
        lastCountQuantity: place.lastCountQuantity,
        lastBelowExpectedOn: place.lastBelowExpectedOn,
        lastBelowMinimumOn: place.lastBelowMinimumOn,
        onOrder: onOrderAt(books, place.branch),
        reserved: sumOf(place.reservations.values()),
        sales: place.sales,
        costOfSales: place.costOfSales,
        variance: place.variance,
        'in no lot': place.noLot,
        ...prefixed('in lot', place.lots),
        ...movedFigures(place.moved),
      },
    ]),
  )
}

function averageIn(books: Books, place: Place): bigint | null {
  if (!books.tracks) return null
  const stock = books.pool ?? place
  const average = stock.onHand > 0n ? { value: stock.value, quantity: stock.onHand } : stock.kept
  if (average === null) return books.starting
  return divided(average.value * 1_000_000n, average.quantity)
}

type EngineView = View<KnownEvent, Fact, Company, StockRecords, StockEffect>

/** The same figures as the engine has them in a view. */
export function figuresOfView(view: EngineView, item: string, branches: readonly string[]): FiguresByBranch {
  const unit = view.unit(item)
  const itself = unit?.item.item ?? initialRecord(stockRecords.item)
  const moved = movedOfView(view, item)
  return new Map(
    branches.map((branch) => {
      const record = unit?.branch[branch] ?? initialRecord(stockRecords.branch)
      const lots = Object.values(unit?.lot ?? {}).filter((lot) => lot.branch === branch)
      return [
        branch,
        {
          onHand: record.onHand,
          value: record.value,
          average: weightedAverage(itself, record, unit?.pool.pool),
          lastReceipt: lastReceiptCost(itself, record),
          market: marketCost(itself, record),
          lastSoldOn: record.lastSoldOn,
          lastPurchasedOn: record.lastPurchasedOn,
          lastReceiptOn: record.lastReceiptOn,
          lastCountedOn: record.lastCountedOn,
          lastCountQuantity: record.lastCountQuantity,
          lastBelowExpectedOn: record.lastBelowExpectedOn,
          lastBelowMinimumOn: record.lastBelowMinimumOn,
          onOrder: record.onOrder,
          reserved: record.reserved,
          sales: record.sales,
          costOfSales: record.costOfSales,
          variance: record.costVariance,
          'in no lot': record.onHand - sumOf(lots.map(({ quantity }) => quantity)),
          ...prefixed('in lot', new Map(lots.map(({ lot, quantity }) => [lot ?? '', quantity]))),
          ...movedFigures(moved.get(branch) ?? new Map()),
        },
      ]
    }),
  )
}

type Moved = Map<string, { quantity: bigint; value: bigint }>

function movedOfView(view: EngineView, item: string): ReadonlyMap<string, Moved> {
  const moved = new Map<string, Moved>()
  view.effects({ units: [item] }, (_item, _fact, effect) => {
    if (effect.effect !== 'moved') return
    const here = moved.get(effect.branch) ?? new Map()
    moved.set(effect.branch, here)
    const sum = here.get(effect.kind) ?? { quantity: 0n, value: 0n }
    here.set(effect.kind, { quantity: sum.quantity + effect.quantity, value: sum.value + effect.value })
  })
  return moved
}

function movedFigures(moved: ReadonlyMap<string, { quantity: bigint; value: bigint }>): Figures {
  const figures: { [figure: string]: bigint } = {}
  for (const [kind, { quantity, value }] of moved) {
    if (quantity !== 0n) figures[`${kind}, quantity`] = quantity
    if (value !== 0n) figures[`${kind}, value`] = value
  }
  return figures
}

function prefixed(prefix: string, quantities: ReadonlyMap<string, bigint>): Figures {
  const figures: { [figure: string]: bigint } = {}
  for (const [name, quantity] of quantities) if (quantity !== 0n) figures[`${prefix} ${name}`] = quantity
  return figures
}

function sumOf(values: Iterable<bigint>): bigint {
  let sum = 0n
  for (const value of values) sum += value
  return sum
}
