import fc, { type Arbitrary } from 'fast-check'

/** Whose turn it is, over and over: a way to interleave. */
export const turns: Arbitrary<readonly number[]> = fc.array(fc.nat(9), {
  minLength: 1,
  maxLength: 30,
  size: 'max',
})

/** The same events, those of one key in their own order, the keys taking turns. */
export function interleaved<Event>(
  events: readonly Event[],
  keyOf: (event: Event) => string | null,
  turns: readonly number[],
): readonly Event[] {
  const queues = [...Map.groupBy(events, keyOf).values()]
  const order: Event[] = []
  while (order.length < events.length) {
    const waiting = queues.filter((queue) => queue.length > 0)
    const turn = turns[order.length % turns.length] ?? 0
    const next = waiting[turn % waiting.length]?.shift()
    if (next !== undefined) order.push(next)
  }
  return order
}
