import { expect, it } from 'vitest'
import { groupsBy } from '../src/view/groups.ts'
import { event, openTrade } from './trade.ts'

it('has an item in no group before it was put into one, whatever was asked before', async () => {
  const { inventory } = openTrade()
  await inventory.record([
    event('CountsInitialised', 'C1', '2027-01-05T09:00Z'),
    event('ItemDefined', 'D1', '2027-02-20T09:00Z', { branch: undefined, group: 'drinks' }),
    event('ItemDefined', 'D2', '2027-03-20T09:00Z', { branch: undefined, group: 'tea' }),
  ])
  const groups = groupsBy(['group'])
  const groupAt = async (instant: string) => {
    const columns = (await inventory.asOf(instant)).stock.columns()
    const { of } = groups.of(columns)
    return [...columns.listed('branch').rows].map((row) => groups.keys[of[row] ?? -1]?.[0])
  }
  const [before, then, later] = ['2027-01-31T00:00Z', '2027-02-28T00:00Z', '2027-03-31T00:00Z'] as const
  for (const [instant, group] of [
    [then, 'drinks'],
    [before, null],
    [later, 'tea'],
    [before, null],
    [then, 'drinks'],
  ] as const)
    expect(await groupAt(instant)).toEqual([group])
})
