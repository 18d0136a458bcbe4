import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { map } from './map.ts'

const page = readFileSync(new URL('../../../docs/importing.md', import.meta.url), 'utf8')

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([^\`]*)\`\`\``).exec(page)?.[1] ?? ''
}

it('the example of the guide makes what the guide says', async () => {
  const { events, errors, skipped } = await map(block('csv'), JSON.parse(block('json')))
  expect([errors, skipped]).toEqual([[], 0])
  expect(JSON.stringify(events[0])).toBe(block('jsonl').trim())
  expect(events.map((event) => Reflect.get(event, 'type'))).toEqual([
    'StockSold',
    'StockSold',
    'StockReturnedByCustomer',
  ])
  expect(events[1]).not.toHaveProperty('lots')
})
