import type { Profiler } from 'node:inspector'
import { round } from '../figure.ts'

/** Processor time of a part of a program: milliseconds, and its share of the whole in per cent. */
export interface Share {
  readonly name: string
  readonly ms: number
  readonly share: number
}

/** Where a profile says time went, without the time in which the process waited. */
export interface Summary {
  readonly ms: number
  /** Functions by the time spent in themselves, the longest first. */
  readonly functions: readonly Share[]
  /** Folders of packages, Node and what else there is, the longest first. */
  readonly folders: readonly Share[]
}

const IDLE = '(idle)'

/**
 * Adds up a profile of the inspector by function and by folder.
 *
 * @example
 * const { functions } = summaryOf(profile)
 */
export function summaryOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Summary {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]))
  const functions = new Map<string, number>()
  const folders = new Map<string, number>()
  let total = 0
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id)
    // A sample stands for the time until the next one; the last stands for none.
    const micros = timeDeltas[index + 1] ?? 0
    if (frame === undefined || frame.functionName === IDLE) continue
    total += micros
    add(functions, functionOf(frame), micros)
    add(folders, folderOf(frame), micros)
  }
  return { ms: total / 1000, functions: sharesOf(functions, total), folders: sharesOf(folders, total) }
}

type Frame = Profiler.ProfileNode['callFrame']

function functionOf({ functionName, url, lineNumber }: Frame): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  const place = placeOf(url)
  // The inspector counts lines from 0.
  return place === '' ? name : `${name}  ${place}:${lineNumber + 1}`
}

/** The file within the repository or within the package it comes from. */
function placeOf(url: string): string {
  return /(?:packages|examples|node_modules)\/.*$/.exec(url)?.[0] ?? url
}

/** `packages/log/src/sqlite`, `node:internal`, the name of a dependency, or what the engine itself calls it. */
function folderOf({ functionName, url }: Frame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native functions'
  if (url.startsWith('node:')) return 'node'
  const place = placeOf(url)
  const dependency = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(place)?.[1]
  return dependency ?? place.split('/').slice(0, -1).join('/')
}

function add(sums: Map<string, number>, name: string, micros: number): void {
  sums.set(name, (sums.get(name) ?? 0) + micros)
}

function sharesOf(sums: ReadonlyMap<string, number>, total: number): readonly Share[] {
  return [...sums]
    .map(([name, micros]) => ({ name, ms: round(micros / 1000), share: round((micros / total) * 100) }))
    .sort((a, b) => b.ms - a.ms)
}
