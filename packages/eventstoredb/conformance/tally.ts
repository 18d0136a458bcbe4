/** Counts what passed and what failed, a line each. */
export interface Tally {
  pass(name: string): void
  fail(name: string, error: unknown): void
  /** Counts without a line each: what there are too many of to list. */
  count(passed: number, failed: number): void
  /** Prints the last line; true when all passed, and there was something. */
  end(): boolean
}

/** Makes a tally. */
export function tally(out: (line: string) => void): Tally {
  let passed = 0
  let failed = 0
  return {
    pass(name) {
      passed++
      out(`ok ${name}`)
    },
    fail(name, error) {
      failed++
      out(`FAILED ${name}: ${reason(error)}`)
    },
    count(more, less) {
      passed += more
      failed += less
    },
    end() {
      out(`${passed} passed, ${failed} failed`)
      return failed === 0 && passed > 0
    },
  }
}

const LONGEST = 400

/** Why, in one line: a message of several lines, like that of an assertion, becomes one. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}...`
}
