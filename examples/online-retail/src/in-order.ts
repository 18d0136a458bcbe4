import type { Movement } from './movement.ts'

/**
 * Merges facts known beforehand into a stream, both already in order of time; at one instant the facts come first.
 *
 * @example
 * for await (const movement of inOrder(derived, movementsOf(lines, survey))) console.log(movement.occurredAt)
 */
export async function* inOrder(
  facts: readonly Movement[],
  stream: AsyncIterable<Movement>,
): AsyncGenerator<Movement> {
  let next = 0
  for await (const movement of stream) {
    // Instants are all written YYYY-MM-DDTHH:MM:SSZ, so text order is time order.
    for (let fact = facts[next]; fact && fact.occurredAt <= movement.occurredAt; fact = facts[next]) {
      yield fact
      next += 1
    }
    yield movement
  }
  yield* facts.slice(next)
}
