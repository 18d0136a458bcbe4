import type { Sample } from '@tidemark/console'
import type { Inventory } from 'tidemark'
import type { Cli } from './cli.ts'
import { showingProgress } from './progress.ts'

/** The example that ships data to look around in. It is part of a clone, and no dependency of what is installed. */
const EXAMPLE = '@tidemark/example-online-retail'

/** The sample that comes with a clone; `undefined` where there is none. */
export async function findSample(): Promise<Sample | undefined> {
  try {
    const found: unknown = await import(EXAMPLE)
    const sample: unknown = Reflect.get(Object(found), 'sample')
    return isSample(sample) ? sample : undefined
  } catch {
    return undefined
  }
}

function isSample(value: unknown): value is Sample {
  const { title, credit, movements, read } = Object(value)
  return (
    typeof title === 'string' &&
    typeof credit === 'string' &&
    typeof movements === 'number' &&
    typeof read === 'function'
  )
}

/**
 * Loads the sample, or the rest of it. Ctrl-C stops it, and the next time it goes on from there; says whether all is there.
 *
 * @throws what `import` throws.
 */
export async function loadSample(cli: Cli, inventory: Inventory, sample: Sample): Promise<boolean> {
  if ((await inventory.head()).events >= sample.movements) return true
  const stop = new AbortController()
  const stopListening = cli.io.onInterrupt(() => stop.abort())
  let recorded = 0
  try {
    await showingProgress(
      cli.io.stderr,
      () => `loading ${sample.title.toLowerCase()}: ${recorded} of ${sample.movements}`,
      () =>
        inventory.import(sample.read(), {
          signal: stop.signal,
          onProgress: ({ imported, alreadyThere }) => {
            recorded = imported + alreadyThere
          },
        }),
    )
    cli.io.stderr.write(`${sample.title}. ${sample.credit}\n`)
    return true
  } catch (error) {
    if (!stop.signal.aborted) throw error
    cli.io.stderr.write(`interrupted: ${recorded} of ${sample.movements} loaded; the same command goes on\n`)
    return false
  } finally {
    stopListening()
  }
}
