import type { Garbage } from './garbage.ts'
import type { Phase } from './phase.ts'
import type { Share, Summary } from './summary.ts'

/** What a profiled work came to. */
export interface Profiled {
  readonly summary: Summary
  readonly phases: readonly Phase[]
  readonly garbage: Garbage
  /** The most memory the process ever had, in bytes. */
  readonly peak: number
}

const MOST_FUNCTIONS = 25
const MOST_FOLDERS = 12

/** A profile for people: functions, folders, garbage, memory. */
export function reportOf({ summary, phases, garbage, peak }: Profiled): string {
  return [
    `time in functions themselves, of ${Math.round(summary.ms)} ms`,
    ...linesOf(summary.functions.slice(0, MOST_FUNCTIONS)),
    '',
    'time by folder',
    ...linesOf(summary.folders.slice(0, MOST_FOLDERS)),
    '',
    `garbage: ${garbage.collections} collections, ${Math.round(garbage.ms)} ms, the longest ${garbage.longest.toFixed(1)} ms`,
    '',
    'phase                              wall ms    cpu ms    rss MB   heap MB  outside MB',
    ...phases.map(phaseLine),
    `most memory: ${megabytes(peak)} MB`,
  ].join('\n')
}

function linesOf(shares: readonly Share[]): readonly string[] {
  return shares.map(
    ({ name, ms, share }) => `${share.toFixed(1).padStart(6)} % ${ms.toFixed(0).padStart(8)} ms  ${name}`,
  )
}

function phaseLine({ name, ms, cpu, rss, heap, outside }: Phase): string {
  const amounts = [ms.toFixed(0), cpu.toFixed(0), megabytes(rss), megabytes(heap)]
  return `${name.padEnd(32)}${amounts.map((amount) => amount.padStart(10)).join('')}${megabytes(outside).padStart(12)}`
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
