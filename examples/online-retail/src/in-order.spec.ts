import { expect, test } from 'vitest'
import { inOrder } from './in-order.ts'
import type { Movement } from './movement.ts'

function at(occurredAt: string, id: string): Movement {
  return { type: 'ItemDefined', id, occurredAt, item: 'A', name: 'A', unit: 'each' }
}

async function* stream(...movements: Movement[]) {
  yield* movements
}

async function ids(facts: Movement[], ...movements: Movement[]): Promise<string> {
  const merged = await Array.fromAsync(inOrder(facts, stream(...movements)))
  return merged.map((movement) => movement.id).join(' ')
}

test('facts go between the movements they lie between, and before those of their own instant', async () => {
  const facts = [at('2011-01-01T00:00:00Z', 'a'), at('2011-01-02T00:00:00Z', 'b')]
  const lines = [
    at('2011-01-01T12:00:00Z', '1'),
    at('2011-01-02T00:00:00Z', '2'),
    at('2011-01-02T00:00:00Z', '3'),
  ]
  expect(await ids(facts, ...lines)).toBe('a 1 b 2 3')
})

test('facts after the last movement are kept', async () => {
  expect(await ids([at('2011-02-01T00:00:00Z', 'a')], at('2011-01-01T00:00:00Z', '1'))).toBe('1 a')
  expect(await ids([at('2011-02-01T00:00:00Z', 'a')])).toBe('a')
})
