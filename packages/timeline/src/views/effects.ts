import type { Kinds, Typed } from '@tidemark/projection'
import { type Engine, withBench } from '../engine.ts'
import { contextsOf } from '../folding/common.ts'
import { foldSpan } from '../folding/fold.ts'
import type { ReadonlyDraft } from '../records/reader.ts'
import { foldKnown } from './full.ts'
import { findUnit, type Knowledge, knownCommon, knownUnit } from './knowledge.ts'

/** What one fact did, in the order it told so, and what stood there after it. */
export type FactVisitor<Fact, Effect, K extends Kinds, Result> = (
  fact: Fact,
  effects: readonly Effect[],
  records: ReadonlyDraft<K>,
) => Result

/**
 * A tracer of the facts of a unit in (`after`, `asOf`], in the order of folding.
 *
 * What it answers with is complete before anyone else sees it: who is told may add sources or ask for other views,
 * but a visitor may do neither.
 */
export function factTracer<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  after: number,
  asOf: number,
): <Result>(unit: string, visit: FactVisitor<Fact | Source, Effect, K, Result>) => readonly Result[] {
  const { projection } = engine
  const common = knownCommon(engine, knowledge).replay
  const emitted: Effect[] = []
  const contexts = contextsOf(common.inForce, (effect: Effect) => emitted.push(effect))
  return <Result>(key: string, visit: FactVisitor<Fact | Source, Effect, K, Result>) => {
    const unit = findUnit(engine, knowledge, key)
    if (unit === undefined || after >= asOf) return []
    const known = knownUnit(engine, knowledge, unit, asOf)
    const results: Result[] = []
    return withBench(engine, (bench) => {
      foldKnown(engine, knowledge, unit, known, after, bench)
      emitted.length = 0
      const { records, reading } = bench.workspace
      const folded = (fact: Fact | Source) => {
        results.push(visit(fact, emitted.splice(0), reading))
      }
      foldSpan({ projection, common, contexts, records, folded }, known.facts, after, asOf)
      return results
    })
  }
}
