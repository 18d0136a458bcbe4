import { memoryLog } from '@tidemark/log'
import { type Inventory, type InventoryView, openInventory, type TimeInput, type ViewInput } from 'tidemark'
import type { History } from '../generators/deed.ts'
import { mustBeSame } from '../laws/same.ts'
import { completed, type ScenarioEvent } from './event.ts'
import { refusePromise, ScenarioFailed } from './failed.ts'

/** What somebody does with an inventory. */
export type Act = (inventory: Inventory) => unknown

/** Which view an expectation is about: that of the last event, with all known, unless it says otherwise. */
export interface ScenarioView extends ViewInput {
  readonly asOf?: TimeInput | undefined
}

/** What must be so, in the end; throws where it is not. */
export type ViewCheck = (view: InventoryView, inventory: Inventory) => void | Promise<void>

/** What was there, what happens, and what must then be so: a value, which every step makes a new one of. */
export interface Scenario {
  readonly name: string
  /** What is recorded beforehand, one after the other. */
  given(...events: readonly ScenarioEvent[]): Scenario
  /** What happens: events, recorded at once, or anything else. */
  when(...happens: readonly (ScenarioEvent | Act)[]): Scenario
  /** What a view must then hold. */
  then(check: ViewCheck, view?: ScenarioView): Scenario
  /** What happens must be refused with this code, and leave nothing behind. */
  refused(code: string): Scenario
  /**
   * Plays it in an inventory of its own, in memory or in one that is opened for it; its log has the clock given.
   *
   * @throws ScenarioFailed with the events and what is not so.
   */
  run(open?: (clock: () => number) => Inventory | Promise<Inventory>): Promise<void>
}

interface Plan {
  readonly name: string
  readonly given: readonly ScenarioEvent[]
  readonly when: readonly (ScenarioEvent | Act)[]
  readonly expected: readonly { readonly check: ViewCheck; readonly view: ScenarioView }[]
  readonly refusal: string | null
}

/**
 * A scenario of an inventory, to be given, acted on and looked at.
 *
 * @example
 * const sold = scenario('a sale takes its cost along')
 *   .given({ type: 'StockReceived', item: 'tea', branch: 'north', quantity: '10', unitCost: '4' })
 *   .when({ type: 'StockSold', item: 'tea', branch: 'north', quantity: '3', netAmount: '30' })
 *   .then((view) => assert.equal(view.item('tea')?.at('north')?.value, '28'))
 * await sold.run()
 */
export function scenario(name = 'scenario'): Scenario {
  return scenarioOf({ name, given: [], when: [], expected: [], refusal: null })
}

function scenarioOf(plan: Plan): Scenario {
  return {
    name: plan.name,
    given: (...events) => scenarioOf({ ...plan, given: [...plan.given, ...events] }),
    when: (...happens) => scenarioOf({ ...plan, when: [...plan.when, ...happens] }),
    // biome-ignore lint/suspicious/noThenProperty: given, when, then is what everybody calls it, and it refuses to be awaited.
    then: (check, view: ScenarioView = {}) => {
      refusePromise(check, view)
      return scenarioOf({ ...plan, expected: [...plan.expected, { check, view }] })
    },
    refused: (refusal) => scenarioOf({ ...plan, refusal }),
    run: (open = inMemory) => play(plan, open),
  }
}

const inMemory = (clock: () => number): Inventory => openInventory({ log: memoryLog({ clock }), clock })

async function play(plan: Plan, open: (clock: () => number) => Inventory | Promise<Inventory>) {
  const events = plan.when.filter((happens) => typeof happens !== 'function')
  const all = completed([...plan.given, ...events])
  const given = all.slice(0, plan.given.length)
  const when = all.slice(plan.given.length)
  let now = 0
  const inventory = await open(() => now)
  try {
    for (const { event, recordedAt } of given) {
      now = Date.parse(recordedAt)
      await inventory.record(event)
    }
    now = Date.parse(all.at(-1)?.recordedAt ?? new Date(0).toISOString())
    const before = await stateOf(inventory, now)
    const refusal = await happen(plan, when, inventory)
    if (refusal !== null) {
      mustBeSame(codeOf(refusal.error), plan.refusal, 'the code it is refused with')
      mustBeSame(await stateOf(inventory, now), before, 'what the refusal leaves behind')
    } else if (plan.refusal !== null) {
      throw new Error(`it must be refused with ${plan.refusal}, and is not`)
    }
    for (const { check, view } of plan.expected) {
      const { asOf = now, ...input } = view
      await check(await inventory.asOf(asOf, input), inventory)
    }
  } catch (error) {
    throw new ScenarioFailed(plan.name, given, when, error)
  } finally {
    await inventory.close()
  }
}

/** Does what happens; what it is refused with where that is expected. */
async function happen(
  plan: Plan,
  when: History,
  inventory: Inventory,
): Promise<{ readonly error: unknown } | null> {
  try {
    if (when.length > 0) await inventory.record(when.map(({ event }) => event))
    for (const act of plan.when) if (typeof act === 'function') await act(inventory)
    return null
  } catch (error) {
    if (plan.refusal === null) throw error
    return { error }
  }
}

async function stateOf(inventory: Inventory, now: number) {
  return { events: (await inventory.head()).events, digest: (await inventory.asOf(now)).digest().digest }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
