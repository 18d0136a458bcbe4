import { memoryLog } from '@tidemark/log'
import {
  DomainError,
  type Inventory,
  type InventoryEventInput,
  type InventoryView,
  type KnowledgePoint,
  openInventory,
  TidemarkError,
  toInstant,
} from 'tidemark'
import type { OracleCase, OracleStep } from './oracle-case.ts'
import { eventsOfStep } from './step-events.ts'

/** A case after all its steps: what was recorded, what was refused, and views as known after any step. */
export interface Replayed {
  readonly steps: readonly OracleStep[]
  /** By the number of the step; a step that was refused has none. */
  readonly events: ReadonlyMap<number, readonly InventoryEventInput[]>
  readonly refusals: ReadonlyMap<number, Error>
  /** The steps that the case expects to be refused. */
  readonly expectedRefusals: ReadonlySet<number>
  /** The inventory as known when steps 1 to `afterStep` were recorded; as of the latest of all steps unless told. */
  view(afterStep: number, asOf?: string): Promise<InventoryView>
}

/** Records the steps of a case one after another, each of them whole or not at all. */
export async function replayCase(oracle: OracleCase): Promise<Replayed> {
  const instants = oracle.steps.map((step) => toInstant(step.at))
  const latest = Math.max(...instants)
  // A case may play in the future; its own last instant is its present.
  const inventory = openInventory({ log: memoryLog(), clock: () => latest })
  const known: (KnowledgePoint | null)[] = [await setPolicy(inventory, oracle, Math.min(...instants))]
  const events = new Map<number, readonly InventoryEventInput[]>()
  const refusals = new Map<number, Error>()
  for (const step of oracle.steps) {
    let last = known.at(-1) ?? null
    try {
      const ofStep = eventsOfStep(step, oracle.steps.slice(0, step.n - 1), events)
      last = (await inventory.record(ofStep)).at(-1) ?? last
      events.set(step.n, ofStep)
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof TidemarkError)) throw error
      refusals.set(step.n, error)
    }
    known.push(last)
  }
  return {
    steps: oracle.steps,
    events,
    refusals,
    expectedRefusals: expectedRefusals(oracle),
    view(afterStep, asOf) {
      const point = known[afterStep]
      // Before anything was recorded, at the beginning of all clocks, nothing is known.
      const knownThrough = point === null || point === undefined ? new Date(0) : point
      return inventory.asOf(asOf ?? latest, { knownThrough })
    },
  }
}

/** The policy holds before the first step; without parameters nothing is recorded. */
async function setPolicy(
  inventory: Inventory,
  { policy }: OracleCase,
  earliest: number,
): Promise<KnowledgePoint | null> {
  if (Object.keys(policy).length === 0) return null
  const [recorded] = await inventory.record({
    id: 'policy',
    type: 'CostingPolicySet',
    occurredAt: new Date(earliest),
    ...policy,
  })
  return recorded ?? null
}

function expectedRefusals({ expect, steps }: OracleCase): ReadonlySet<number> {
  const expected = expect.filter((expectation) => expectation.rejected === true)
  return new Set(expected.map(({ ofStep, afterStep }) => ofStep ?? afterStep ?? steps.length))
}
