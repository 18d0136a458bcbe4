import { readdirSync } from 'node:fs'

/** What one suite came to, as uvu says it: errors, how many passed, how many were skipped, how many there are. */
type Outcome = readonly [errors: unknown, passed: number, skipped: number, total: number]
type Run = () => Promise<Outcome>

/** What uvu keeps on `globalThis`, which its own command line sets just so; its types do not tell. */
const shared = globalThis as typeof globalThis & {
  UVU_DEFER?: number
  UVU_INDEX?: number
  UVU_QUEUE: (string | Run | null)[][]
}

// Deferred: suites only line up when they are imported.
shared.UVU_DEFER = 1
const { exec } = await import('uvu')

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.uvu.ts'))
  .sort()
for (const [index, file] of files.entries()) {
  shared.UVU_INDEX = index
  shared.UVU_QUEUE.push([file])
  await import(`./${file}`)
}

// uvu prints its totals but keeps them to itself.
let passed = 0
let total = 0
const counting = (run: Run): Run => {
  return async () => {
    const outcome = await run()
    passed += outcome[1]
    total += outcome[3]
    return outcome
  }
}
for (const group of shared.UVU_QUEUE) {
  group.forEach((entry, index) => {
    if (typeof entry === 'function') group[index] = counting(entry)
  })
}

await exec()
console.log(`${passed} passed, ${total - passed} failed`)
if (passed < total || total === 0) process.exitCode = 1
