import { type CardLine, formatMicros, perUnit, readMicros } from 'tidemark'
import type { z } from 'zod'
import type { itemHistory } from './answers/item.ts'

/** How an item stood after a movement: in micros, the instant in milliseconds. */
export interface Stand {
  readonly at: number
  readonly id: string
  readonly type: string
  readonly onHand: bigint
  readonly value: bigint
  /** Of a branch alone; over several it is value by quantity. */
  readonly averageCost: string | null
  readonly corrections: number
}

/** How things stood after each line of a stock card, over all branches it is of. */
export function standsAfter(lines: readonly CardLine[]): readonly Stand[] {
  const branches = new Map<string, { readonly onHand: bigint; readonly value: bigint }>()
  let [onHand, value] = [0n, 0n]
  return lines.map((line) => {
    const before = branches.get(line.branch) ?? { onHand: 0n, value: 0n }
    const here = { onHand: readMicros(line.onHand), value: readMicros(line.value) }
    branches.set(line.branch, here)
    onHand += here.onHand - before.onHand
    value += here.value - before.value
    return {
      at: Date.parse(line.occurredAt),
      id: line.id,
      type: line.type,
      onHand,
      value,
      averageCost: branches.size === 1 ? line.averageCost : averageOf(onHand, value),
      corrections: line.corrections.length,
    }
  })
}

/** Of nothing there is none. */
function averageOf(onHand: bigint, value: bigint): string | null {
  return onHand > 0n ? formatMicros(perUnit(value, onHand)) : null
}

/**
 * What of many stands can be drawn: of each of as many equal parts of time the first, the last, the least and the most of
 * on hand and of value, and whatever was corrected. So no peak is lost, however many there are.
 */
export function thinned(stands: readonly Stand[], parts: number): readonly Stand[] {
  const [first, last] = [stands.at(0), stands.at(-1)]
  if (first === undefined || last === undefined || stands.length <= 4 * parts) return stands
  const span = Math.max(1, last.at - first.at)
  const partOf = ({ at }: Stand) => Math.min(parts - 1, Math.floor(((at - first.at) / span) * parts))
  const kept = new Set<Stand>()
  for (const part of Map.groupBy(stands, partOf).values()) {
    for (const stand of [part[0], part.at(-1), ...extremesOf(part)]) if (stand !== undefined) kept.add(stand)
    for (const stand of part) if (stand.corrections > 0 && kept.size < 10 * parts) kept.add(stand)
  }
  return stands.filter((stand) => kept.has(stand))
}

function extremesOf(part: readonly Stand[]): readonly (Stand | undefined)[] {
  const furthest = (isFurther: (a: Stand, b: Stand) => boolean) =>
    part.reduce<Stand | undefined>(
      (best, one) => (best === undefined || isFurther(one, best) ? one : best),
      undefined,
    )
  return [
    furthest((a, b) => a.onHand < b.onHand),
    furthest((a, b) => a.onHand > b.onHand),
    furthest((a, b) => a.value < b.value),
    furthest((a, b) => a.value > b.value),
  ]
}

/** A point as the API shows it. */
export function toPointAnswer({
  at,
  onHand,
  value,
  ...rest
}: Stand): z.infer<typeof itemHistory>['points'][number] {
  return { at: new Date(at).toISOString(), ...rest, onHand: formatMicros(onHand), value: formatMicros(value) }
}
