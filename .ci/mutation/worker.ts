/**
 * Tries mutations of a package, told one after the other by its parent, with the package's own specs in this process.
 */
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import '../seed.ts'
import { SWITCH } from './instrument.ts'
import { planOf } from './plan.ts'
import { beginFile, type RegisteredTest, registered } from './shim.ts'

/** What became of a mutation. */
export interface Verdict {
  readonly id: number
  readonly fate: 'killed' | 'survived' | 'no test'
  /** The test that failed. */
  readonly by: string
}

const [packageName = ''] = process.argv.slice(2)
const plan = planOf(packageName)
const base = pathToFileURL(`${plan.folder}/`).href
const besides = (file: string) => pathToFileURL(path.join(import.meta.dirname, file)).href

/** The mutation that is on; none is -1. */
let active = -1
/** How often a switch may still be asked before the test is taken for one without an end. */
let patience = Number.POSITIVE_INFINITY
/** The mutations that were met since this was last emptied. */
let met = new Set<number>()

Reflect.set(globalThis, SWITCH, (id: number): boolean => {
  met.add(id)
  if (--patience < 0) throw new Error('no end in sight')
  return id === active
})

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'vitest') return { url: besides('shim.ts'), shortCircuit: true }
    if (specifier === 'fast-check' && context.parentURL?.startsWith(base)) {
      return { url: besides('fast-check-shim.ts'), shortCircuit: true }
    }
    const resolved = next(specifier, context)
    const again = /\?again=\d+$/.exec(context.parentURL ?? '')
    return again !== null && resolved.url.startsWith(base)
      ? { ...resolved, url: resolved.url + again[0] }
      : resolved
  },
  load(url, context, next) {
    const source = url.startsWith(base)
      ? plan.sources.get(url.slice(base.length).replace(/\?.*/, ''))
      : undefined
    if (source === undefined) return next(url, context)
    return { format: 'module-typescript', source: source.text, shortCircuit: true }
  },
})

// The first failure is enough: nobody reads a shrunk one.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true })

/** Loads all specs, anew each time. */
async function load(query: string): Promise<readonly RegisteredTest[]> {
  registered.length = 0
  for (const spec of plan.specs) {
    beginFile(spec)
    await import(`${base}${spec}${query}`)
  }
  return [...registered]
}

interface Baseline {
  readonly test: RegisteredTest
  readonly milliseconds: number
  readonly calls: number
  readonly meets: ReadonlySet<number>
}

async function measure(test: RegisteredTest): Promise<Baseline | null> {
  met = new Set()
  patience = 1e9
  const began = performance.now()
  try {
    await test.run()
  } catch (error) {
    process.send?.({ notRun: `${test.file}: ${test.name}: ${String(error).slice(0, 200)}` })
    return null
  }
  return { test, milliseconds: performance.now() - began, calls: 1e9 - patience, meets: met }
}

/** The name of the test that fails with a mutation; null when all pass. */
async function failing(
  tests: readonly { readonly test: RegisteredTest; readonly calls: number }[],
): Promise<string | null> {
  for (const { test, calls } of tests) {
    patience = calls * 20 + 100_000
    try {
      await test.run()
    } catch {
      return `${test.file}: ${test.name}`
    }
  }
  return null
}

const first = await load('')
const atLoad = met
const baselines: Baseline[] = []
for (const test of first) {
  const baseline = await measure(test)
  if (baseline !== null) baselines.push(baseline)
}
const byName = new Map(
  baselines.map((baseline) => [`${baseline.test.file}: ${baseline.test.name}`, baseline]),
)

/** The quick ones first, those beside the source before all others. */
function ordered(tests: readonly Baseline[], file: string): readonly Baseline[] {
  const beside = (baseline: Baseline) => path.dirname(baseline.test.file) === path.dirname(file)
  const cost = (baseline: Baseline) => baseline.milliseconds * (beside(baseline) ? 1 : 20)
  return tests.toSorted((a, b) => cost(a) - cost(b))
}

async function verdictOn(id: number): Promise<Verdict> {
  const { file = '' } = plan.mutations[id] ?? {}
  active = id
  try {
    if (atLoad.has(id)) {
      patience = 1e9
      const again = await load(`?again=${id}`)
      const known = again.flatMap((test) => {
        const baseline = byName.get(`${test.file}: ${test.name}`)
        return baseline === undefined ? [] : { ...baseline, test }
      })
      return verdict(id, await failing(ordered(known, file)))
    }
    const meeting = baselines.filter(({ meets }) => meets.has(id))
    if (meeting.length === 0) return { id, fate: 'no test', by: '' }
    return verdict(id, await failing(ordered(meeting, file)))
  } catch (error) {
    return { id, fate: 'killed', by: `at load: ${String(error).slice(0, 100)}` }
  } finally {
    active = -1
  }
}

function verdict(id: number, by: string | null): Verdict {
  return by === null ? { id, fate: 'survived', by: '' } : { id, fate: 'killed', by }
}

process.on('message', (id: number) => {
  void verdictOn(id).then((verdict) => process.send?.({ verdict }))
})
process.send?.({ ready: baselines.length, atLoad: atLoad.size })
