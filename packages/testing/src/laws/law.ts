import fc, { type Arbitrary } from 'fast-check'
import { LawBroken } from './law-broken.ts'
import type { Trials } from './trials.ts'

/** Something that must hold whatever happens. Knows no test runner. */
export interface Law {
  readonly name: string
  /** What must hold, in one sentence. */
  readonly statement: string
  /** The law for fast-check itself, `fc.assert(law.property)`; `check` tells more when it is broken. */
  readonly property: fc.IAsyncProperty<unknown>
  /**
   * Tries the law on generated cases.
   *
   * @throws LawBroken with the smallest case found that breaks it.
   * @example
   * for (const law of laws) test(law.name, () => law.check({ seed: 1, runs: 200 }))
   */
  check(trials?: Trials): Promise<void>
}

/** How a law is declared. */
export interface LawDefinition<Case> {
  readonly name: string
  readonly statement: string
  readonly cases: Arbitrary<Case>
  /** Throws, saying what does not hold, if the law is broken. */
  readonly holds: (example: Case) => void | Promise<void>
  /** The history of a case, as lines of a movement file. */
  readonly history: (example: Case) => readonly string[]
  /** The rest of a case, in words; nothing where the history is all there is. */
  readonly circumstances?: ((example: Case) => string) | undefined
}

/** A law of a definition. */
export function defineLaw<Case>(definition: LawDefinition<Case>): Law {
  const { name, statement, cases, holds } = definition
  const property = fc.asyncProperty(cases, async (example) => {
    await holds(example)
  })
  return {
    name,
    statement,
    property,
    async check({ seed, runs = 100, path, law, command = 'npm test' } = {}) {
      if (law !== undefined && law !== name) return
      const found = await fc.check(property, {
        numRuns: runs,
        ...(seed === undefined ? {} : { seed }),
        ...(path === undefined ? {} : { path }),
      })
      if (!found.failed) return
      const example = found.counterexample?.[0]
      throw new LawBroken({
        law: name,
        statement,
        seed: found.seed,
        path: found.counterexamplePath ?? '',
        history: example === undefined ? [] : definition.history(example),
        circumstances: example === undefined ? '' : (definition.circumstances?.(example) ?? ''),
        command,
        cause: found.errorInstance,
      })
    },
  }
}
