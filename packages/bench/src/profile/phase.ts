import type { Took } from '../figure.ts'
import { timed } from '../stopwatch.ts'

/** A step of a work: what it took, and the memory of the process after it, in bytes. */
export interface Phase extends Took {
  readonly name: string
  readonly rss: number
  readonly heap: number
  /** Typed arrays and other memory outside the heap. */
  readonly outside: number
}

/** Does a step and notes it. */
export type Step = <T>(name: string, work: () => Promise<T> | T) => Promise<T>

/** A list of steps to be filled, and what fills it. */
export function phases(): { readonly list: readonly Phase[]; readonly step: Step } {
  const list: Phase[] = []
  const step: Step = async (name, work) => {
    const { result, ms, cpu } = await timed(work)
    const { rss, heapUsed, external } = process.memoryUsage()
    list.push({ name, ms, cpu, rss, heap: heapUsed, outside: external })
    return result
  }
  return { list, step }
}
