import type { Benchmark, Figure, Skipped } from '../figure.ts'
import { newFolder, removeFolder } from '../scratch.ts'
import { benchBeside, besideFigures } from './beside.ts'
import { benchLate, lateFigures } from './late.ts'
import { benchProcesses, processFigures } from './processes.ts'
import { benchRebuild, rebuildFigures } from './rebuild.ts'
import { type Scene, setScene } from './scene.ts'

interface Part {
  readonly figures: readonly string[]
  measure(scene: Scene, isWanted: (figure: string) => boolean): Promise<readonly (Figure | Skipped)[]>
}

/** What is measured over one large log; late entries last, because they change it. */
const parts: readonly Part[] = [
  { figures: rebuildFigures, measure: benchRebuild },
  { figures: processFigures, measure: benchProcesses },
  { figures: besideFigures, measure: benchBeside },
  { figures: lateFigures, measure: benchLate },
]

/** Any instant of a two-year trade: from the log, from the cache, and after late entries. */
export const overTime: Benchmark = {
  figures: parts.flatMap(({ figures }) => figures),
  async *run(movements, isWanted, kept) {
    const folder = newFolder()
    try {
      const scene = await setScene(folder, movements, kept)
      for (const { figures, measure } of parts) {
        if (figures.some(isWanted)) yield* await measure(scene, isWanted)
      }
    } finally {
      removeFolder(folder)
    }
  },
}
