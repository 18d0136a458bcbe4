import { flag, instant, json, micros, text } from '@tidemark/projection'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { workspaceOver } from '../folding/workspace.ts'
import { byteWriter } from '../pack/bytes.ts'
import { createDictionary, newUnitRows } from '../records/dictionary.ts'
import { packTable, unpackTable } from '../records/packed-table.ts'
import { createState, growState } from '../records/state.ts'
import { plainUnit } from '../views/plain.ts'
import { applyRun } from './apply.ts'
import { runWriter, wholeRun } from './runs.ts'

const kinds = {
  place: {
    onHand: micros,
    cost: micros.optional,
    since: instant,
    open: flag,
    known: flag.optional,
    name: text,
    list: json<readonly unknown[]>([]),
  },
  lot: { left: micros, yes: flag.on },
}

const someMicros = fc.oneof(
  fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
  fc.constantFrom(
    0n,
    2n ** 50n,
    2n ** 53n - 1n,
    2n ** 53n,
    -(2n ** 53n),
    2n ** 63n,
    10n ** 30n,
    -(10n ** 20n),
  ),
  fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }).map((hundredths) => hundredths * 10_000n),
)
const anInstant = fc.constantFrom(null, 0, -1, 5, 1.5, 1_700_000_000_000, -0, 2 ** 50)

/** What a fact does to one record: fields to set, or to remove it. */
const aDeed = fc.record({
  kind: fc.constantFrom('place' as const, 'lot' as const),
  key: fc.constantFrom('a', 'b', '__proto__'),
  remove: fc.boolean(),
  onHand: someMicros,
  cost: fc.option(someMicros),
  since: anInstant,
  flag: fc.constantFrom(true, false, null),
  name: fc.constantFrom(null, '', 'tea', '\u{1F600}'),
  list: fc.constantFrom<readonly unknown[]>([], [1, 'x'], [{ y: null }], [new Map([[1, 2]])]),
})

const someFacts = fc.array(
  fc.record({
    time: fc.oneof(fc.integer({ min: -5, max: 9 }), fc.constantFrom(0.5, 10 ** 12)),
    deeds: fc.array(aDeed, { maxLength: 4 }),
  }),
  { maxLength: 12 },
)

type Deed = typeof aDeed extends fc.Arbitrary<infer T> ? T : never

function act(records: ReturnType<typeof workspaceOver<typeof kinds>>['records'], deed: Deed): void {
  if (deed.remove) records[deed.kind].remove(deed.key)
  else if (deed.kind === 'lot')
    Object.assign(records.lot.at(deed.key), { left: deed.onHand, yes: deed.flag === true })
  else {
    const { onHand, cost, since, name, list } = deed
    const flags = { open: deed.flag === true, known: deed.flag }
    Object.assign(records.place.at(deed.key), { onHand, cost, since, name, list, ...flags })
  }
}

/** Does all deeds through an instant without a journal. */
function plainly(
  facts: readonly { readonly time: number; readonly deeds: readonly Deed[] }[],
  through: number,
) {
  const dictionary = createDictionary(kinds)
  const state = createState(dictionary)
  const workspace = workspaceOver<typeof kinds>(dictionary, state)
  const unit = newUnitRows()
  workspace.open(unit)
  for (const { time, deeds } of facts)
    if (time <= through) for (const deed of deeds) act(workspace.records, deed)
  workspace.store()
  return plainUnit(dictionary, state, unit)
}

test('entries through an instant, read from the start or from any state on the way, make what the facts made', () => {
  fc.assert(
    fc.property(someFacts, fc.nat(), fc.nat(), (unordered, pick, cut) => {
      const facts = unordered.toSorted((a, b) => a.time - b.time)
      const through = facts[pick % Math.max(1, facts.length)]?.time ?? 0
      const dictionary = createDictionary(kinds)
      const folded = createState(dictionary)
      const workspace = workspaceOver<typeof kinds>(dictionary, folded)
      const unit = newUnitRows()
      workspace.open(unit)
      workspace.watch()
      const writer = runWriter(byteWriter(), -5)
      let between = 0
      for (const [index, { time, deeds }] of facts.entries()) {
        for (const deed of deeds) act(workspace.records, deed)
        workspace.journal(writer, time)
        if (index === cut % Math.max(1, facts.length)) between = writer.bytes.at
      }
      const bytes = writer.bytes.bytes.slice(0, writer.bytes.at)
      const state = createState(dictionary)
      growState(dictionary, state)
      applyRun(dictionary, unit, wholeRun(bytes, -5), through, state)
      expect(plainUnit(dictionary, state, unit)).toEqual(plainly(facts, through))
      // Packed half-way, unpacked, and gone on with; instants that far on are written against those before.
      const half = createState(dictionary)
      applyRun(dictionary, unit, { bytes, start: 0, end: between, time: -5 }, Infinity, half)
      const again = createState(dictionary)
      for (const [kind, table] of half.entries()) {
        const into = again[kind]
        if (into !== undefined) unpackTable(packTable(table), into)
      }
      expect(plainUnit(dictionary, again, unit)).toEqual(plainUnit(dictionary, half, unit))
    }),
    { numRuns: 300 },
  )
})

test('a record that a fact makes and removes, or only looks at, leaves no entry', () => {
  const dictionary = createDictionary(kinds)
  const workspace = workspaceOver<typeof kinds>(dictionary, createState(dictionary))
  workspace.open(newUnitRows())
  workspace.watch()
  const writer = runWriter(byteWriter(), 0)
  workspace.records.lot.at('a')
  workspace.records.lot.remove('a')
  workspace.records.place.find('b')
  workspace.journal(writer, 1)
  expect(writer.bytes.at).toBe(0)
  workspace.records.place.at('b').onHand = 1n
  workspace.journal(writer, 2)
  const { at } = writer.bytes
  workspace.records.place.at('b').onHand = 1n
  workspace.journal(writer, 3)
  expect([at > 0, writer.bytes.at]).toEqual([true, at])
})

test('fields that are not wanted have no column, and those that are have what they had', () => {
  const dictionary = createDictionary(kinds)
  const workspace = workspaceOver<typeof kinds>(dictionary, createState(dictionary))
  const unit = newUnitRows()
  workspace.open(unit)
  workspace.watch()
  const writer = runWriter(byteWriter(), 0)
  Object.assign(workspace.records.place.at('a'), {
    onHand: 2n ** 70n,
    cost: 5n,
    since: 7,
    name: 'x',
    list: [1],
  })
  workspace.records.lot.at('l').left = 3n
  workspace.journal(writer, 1)
  const state = createState(dictionary, { place: ['cost'] })
  applyRun(dictionary, unit, wholeRun(writer.bytes.bytes.slice(0, writer.bytes.at), 0), 1, state)
  const [place, lot] = state
  expect(place?.micros.map((column) => column[0])).toEqual([undefined, 5])
  expect([place?.exists[0], lot?.exists[0], lot?.micros[0], place?.texts[0]]).toEqual([
    1,
    1,
    undefined,
    undefined,
  ])
})
