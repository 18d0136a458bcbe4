import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memoryLog } from '@tidemark/log'
import { endOfMonth, type Inventory, openInventory, type Snapshot, simulatedClock } from 'tidemark'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replayYear } from '../src/replay.ts'
import { BEGINNING, END, setRules, ZONE } from '../src/rules.ts'
import { days } from '../src/year.ts'

const seed = Number(process.env.TIDEMARK_SEED ?? 20111209)
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-month-end-'))

/** An event by which an item ran out, found by plain addition. */
interface Out {
  readonly id: string
  readonly at: string
}

/** The year recorded as it is, its stock-outs, and a worker that comes when it is over. */
async function undisturbed(): Promise<{ readonly inventory: Inventory; readonly outs: readonly Out[] }> {
  const clock = simulatedClock(BEGINNING)
  const inventory = openInventory({ log: memoryLog({ clock: clock.now }), clock: clock.now })
  await setRules(inventory)
  const outs: Out[] = []
  const onHand = new Map<string, number>()
  for await (const { until, movements } of days()) {
    clock.moveTo(until)
    await inventory.record(movements)
    for (const movement of movements) {
      if (!('quantity' in movement && 'item' in movement)) continue
      const before = onHand.get(movement.item ?? '') ?? 0
      const after = before + (movement.type === 'StockSold' ? -1 : 1) * Number(movement.quantity)
      onHand.set(movement.item ?? '', after)
      if (before > 0 && after <= 0) outs.push({ id: movement.id, at: String(movement.occurredAt) })
    }
  }
  clock.moveTo(END)
  await inventory.run({ clock, once: true })
  return { inventory, outs }
}

/** What must be the same however the year went. */
async function essences(inventory: Inventory): Promise<readonly object[]> {
  const all = await inventory.snapshots.list()
  return all
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ takenAt: _when, buckets: _digested, ...rest }: Snapshot) => rest)
}

let calm: Awaited<ReturnType<typeof undisturbed>>
let stormy: Awaited<ReturnType<typeof replayYear>>

beforeAll(async () => {
  calm = await undisturbed()
  const file = (name: string) => path.join(folder, name)
  stormy = await replayYear({ log: file('year.db'), checkpoint: file('worker.position'), seed })
}, 600_000)

afterAll(async () => {
  await stormy.inventory.close()
  rmSync(folder, { recursive: true, force: true })
})

describe(`the real year with a worker that is killed at random moments (seed ${seed})`, () => {
  it('has thirteen month ends, each of the last millisecond of its month in London, and verified', async () => {
    const months = Array.from({ length: 13 }, (_, index) => new Date(Date.UTC(2010, 11 + index)))
    const expected = months.map((month) => ({
      name: `Month-End ${month.toLocaleString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })}`,
      asOf: endOfMonth(ZONE, month.toISOString().slice(0, 7)),
    }))
    const all = await stormy.inventory.snapshots.list()
    const monthEnds = all.filter(({ cause }) => cause.kind === 'schedule').toSorted((a, b) => a.asOf - b.asOf)
    expect(monthEnds.map(({ name, asOf }) => ({ name, asOf }))).toEqual(expected)
    for (const { id } of monthEnds) {
      expect(await stormy.inventory.snapshots.verify(id)).toMatchObject({ id, ok: true })
    }
  })

  it('has a snapshot of every event by which an item ran out, at its instant, known through it', async () => {
    const all = await stormy.inventory.snapshots.list()
    // The list is newest first: at one instant the first recorded was taken first.
    const taken = all
      .filter(({ cause }) => cause.kind === 'trigger')
      .toReversed()
      .toSorted((a, b) => a.asOf - b.asOf)
    expect(calm.outs.length).toBeGreaterThan(20)
    expect(taken.map(({ asOf, cause }) => ({ id: cause.event, at: new Date(asOf).toISOString() }))).toEqual(
      calm.outs.map(({ id, at }) => ({ id, at: new Date(at).toISOString() })),
    )
    for (const { id, asOf, knownThrough } of taken) {
      const view = await stormy.inventory.snapshots.read(id)
      const item = decodeURIComponent(/item-(.*)$/.exec(knownThrough?.stream ?? '')?.[1] ?? '')
      expect([view.asOf, view.item(item)?.at('UK')?.onHand]).toEqual([new Date(asOf).toISOString(), '0'])
    }
  })

  it('comes to the same as one in which nothing went wrong', async () => {
    expect(stormy.kills).toBeGreaterThan(3)
    expect(await essences(stormy.inventory)).toEqual(await essences(calm.inventory))
  })
})
