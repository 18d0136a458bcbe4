import { Decimal, type InventoryEventInput } from 'tidemark'
import { locationsOf } from './locations.ts'
import type { CountedLine, OracleStep } from './oracle-case.ts'
import { OracleError } from './oracle-error.ts'

/**
 * The events of a `product_count`: wherever the item has been, each lot becomes what the lines say, and what no line
 * names becomes nothing. With a location, only there.
 */
export function countAll(step: OracleStep, earlier: readonly OracleStep[]): readonly InventoryEventInput[] {
  const places =
    step.location === undefined || step.location === '*'
      ? locationsOf(step.item, [...earlier, step])
      : [step.location]
  const lines = (step.lines ?? []).map((line) => ({
    ...line,
    location: line.location ?? onlyPlace(step, places),
  }))
  const elsewhere = lines.find((line) => !places.includes(line.location))
  if (elsewhere !== undefined) {
    throw new OracleError(
      `step ${step.n}: a line counts at ${elsewhere.location}, the step at ${step.location}`,
    )
  }
  return places.flatMap((place, index) => {
    const here = lines.filter((line) => line.location === place)
    return countAt(step, place, here, lotsSeen(step.item, place, earlier), index === 0 ? '' : `/${place}`)
  })
}

function onlyPlace({ n }: OracleStep, places: readonly string[]): string {
  const [place, other] = places
  if (place === undefined || other !== undefined)
    throw new OracleError(`step ${n}: a line needs its location`)
  return place
}

/** The lots that earlier steps brought to a place. */
function lotsSeen(item: string, place: string, earlier: readonly OracleStep[]): readonly string[] {
  const lots = earlier
    .filter((step) => step.item === item)
    .flatMap(({ location, to, lot, lines = [] }) => [
      ...(lot !== undefined && (location === place || to === place) ? [lot] : []),
      ...lines.flatMap((line) => ((line.location ?? location) === place ? (line.lot ?? []) : [])),
    ])
  return [...new Set(lots)]
}

function countAt(
  step: OracleStep,
  branch: string,
  lines: readonly CountedLine[],
  seen: readonly string[],
  suffix: string,
): readonly InventoryEventInput[] {
  const common = { occurredAt: step.at, item: step.item, branch }
  const named = [...new Set([...seen, ...lines.flatMap((line) => line.lot ?? [])])]
  const lots = named.map((lot) => ({ lot, quantity: sumOf(lines.filter((line) => line.lot === lot)) }))
  const unitCost = unitCostOf(step, lines)
  return [
    {
      ...common,
      id: `${step.n}${suffix}`,
      type: 'StockCounted',
      quantity: sumOf(lines),
      ...(lots.length === 0 ? {} : { lots }),
    },
    {
      ...common,
      id: `${step.n}${suffix}/post`,
      type: 'CountPosted',
      ...(unitCost === undefined ? {} : { unitCost }),
    },
  ]
}

function sumOf(lines: readonly CountedLine[]): string {
  return lines.reduce((sum, line) => sum.plus(line.qty), new Decimal(0)).toFixed()
}

/** Lots of an item have one average; lines that state different costs have no meaning in it. */
function unitCostOf({ n }: OracleStep, lines: readonly CountedLine[]): string | undefined {
  const costs = new Set(lines.map((line) => line.unitCost))
  if (costs.size > 1) throw new OracleError(`step ${n}: the lines of a place state different unit costs`)
  return [...costs][0]
}
