import { inOnePass } from '../laws/read.ts'
import { mustBeSame } from '../laws/same.ts'
import { isIdle, start } from './process.ts'
import { failed, note, type ReadingProcess, type World } from './world.ts'

/** Views a reader keeps. */
const KEPT = 3

/** A reader looks at some instant, and at a view it kept. */
export function look(world: World): void {
  const reader = world.dice.pick(world.readers.filter(isIdle))
  if (reader === undefined) return
  const told = world.history.slice(0, world.told)
  const instants = told.map(({ event }) => Date.parse(String(event.occurredAt)))
  const asOf = world.dice.pick([world.now, ...instants]) ?? world.now
  start(reader, () => lookAt(world, reader, asOf), failed(world))
}

async function lookAt(world: World, reader: ReadingProcess, asOf: number): Promise<void> {
  const { auditor, dice } = world
  await auditor.audit()
  const atLeast = auditor.acknowledgedThrough
  const event = dice.oneIn(3) ? dice.pick(auditor.stockEvents) : undefined
  const knownThrough = event && { stream: event.stream, revision: event.revision }
  const view = await reader.inventory().asOf(asOf, { knownThrough }).catch(passing)
  if (view === null) return note(world, `${reader.name}: the log cannot be read`)
  await auditor.audit()
  note(world, `${reader.name}: as of ${view.asOf} known through ${view.position}`)
  auditor.checkView(view, event === undefined ? atLeast : event.position)
  const kept = dice.pick(reader.kept)
  if (kept !== undefined) mustBeSame(inOnePass(kept.view.stock), kept.held, 'a view that was kept')
  if (reader.kept.length < KEPT) reader.kept.push({ view, held: inOnePass(view.stock) })
}

/** What goes by: the log could not be reached. Anything else is a fault. */
export function passing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'LOG_UNAVAILABLE') return null
  throw error
}
