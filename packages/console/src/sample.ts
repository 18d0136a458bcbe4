import type { Inventory } from 'tidemark'
import { ConsoleError } from './errors.ts'

/** Data to look around with, offered while a workspace holds nothing. */
export interface Sample {
  readonly title: string
  /** Where it comes from, and under which licence. */
  readonly credit: string
  /** How many movements it is, to tell how far the loading has got. */
  readonly movements: number
  /** The movement file. */
  read(): AsyncIterable<Uint8Array>
}

/** How far the loading of a sample has got. */
export interface Loading {
  readonly state: 'loading' | 'loaded' | 'cancelled' | 'failed'
  readonly recorded: number
}

/** The sample of a console, and the one loading of it there may be at a time. */
export interface SampleLoader {
  readonly sample: Sample
  /** `null`: not begun since the console was opened. */
  loading(): Loading | null
  /**
   * Begins to load it, or goes on where it was broken off.
   *
   * @throws ConsoleError `NOT_EMPTY` when the workspace holds something else.
   */
  begin(inventory: Inventory): Promise<Loading>
  /** Stops; what was recorded stays. */
  cancel(): Loading | null
}

export function sampleLoader(sample: Sample, onError: (error: unknown) => void): SampleLoader {
  let loading: Loading | null = null
  let stop = new AbortController()

  async function load(inventory: Inventory, own: AbortController): Promise<void> {
    const { signal } = own
    // One that was stopped may end after another has begun: it has no say any more.
    const tell = (state: Loading['state'], recorded: number) => {
      if (stop === own) loading = { state, recorded }
    }
    let recorded = 0
    try {
      await inventory.import(sample.read(), {
        signal,
        // Small enough that somebody sees it move, and can stop it.
        batchSize: 1000,
        onProgress: ({ imported, alreadyThere }) => {
          recorded = imported + alreadyThere
          if (!signal.aborted) tell('loading', recorded)
        },
      })
      tell('loaded', recorded)
    } catch (error) {
      tell(signal.aborted ? 'cancelled' : 'failed', recorded)
      if (!signal.aborted) onError(error)
    }
  }

  return {
    sample,
    loading: () => loading,
    async begin(inventory) {
      if (loading?.state === 'loading') return loading
      if (loading === null && (await inventory.head()).events > 0) {
        throw new ConsoleError('NOT_EMPTY', sample.title)
      }
      stop = new AbortController()
      loading = { state: 'loading', recorded: 0 }
      void load(inventory, stop)
      return loading
    },
    cancel() {
      stop.abort()
      if (loading?.state === 'loading') loading = { ...loading, state: 'cancelled' }
      return loading
    },
  }
}
