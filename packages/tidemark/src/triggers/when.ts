import type { EventType, KnownEvent } from '@tidemark/domain'
import { type Checkpoint, position, processEvents, type RecordedEvent } from '@tidemark/log'
import { concatMap, filter, Observable } from 'rxjs'
import { TidemarkError } from '../errors.ts'
import { unknownType } from '../event-types.ts'
import { decode, nothingInterned } from '../reading/stored-event.ts'
import { unknownPlaceholder } from '../rules/template.ts'
import { assertWhole } from '../sharing/share.ts'
import type { Snapshot } from '../snapshots/catalogue.ts'
import { inWorkspace } from '../snapshots/in-workspace.ts'
import { InventoryView } from '../view/inventory-view.ts'
import type { Workspace } from '../workspace.ts'
import { fire, firingId } from './firing.ts'
import { DEFAULT_TEMPLATE, nameOf, triggerPlaceholders } from './names.ts'
import { canTrigger } from './types.ts'

/** The whole inventory around an event, at its instant. */
export interface Around {
  /** As known until just before the event was recorded. */
  readonly before: InventoryView
  /** As known when it was. */
  readonly after: InventoryView
}

/** A host's own trigger: its predicate is code, so it is not stored. */
export interface WhenOptions {
  /** Only events of these types are asked about; all that a trigger can be on when left out. */
  readonly types?: readonly EventType[] | undefined
  /**
   * Whether to take a snapshot; of every event when left out. It must depend on the event and the views alone: an event may
   * be asked about again after a restart, and by several processes.
   */
  readonly predicate?: ((event: RecordedEvent, around: Around) => boolean | Promise<boolean>) | undefined
  /** How far it has got; from now on, without memory, when left out. */
  readonly checkpoint?: Checkpoint | undefined
  /**
   * The events to ask about, made of `inventory.events()` by the operators of rxjs; it goes by its own beginning, so it
   * takes no checkpoint. All that are recorded when left out.
   */
  readonly events?: Observable<RecordedEvent> | undefined
  /** The name of its snapshots, with the placeholders of triggers. */
  readonly template?: string | undefined
}

/**
 * Takes a snapshot of every event that meets a predicate, at its instant and known through it, and tells each it
 * took. Exactly one for each name and event, also with several subscribers. Unsubscribing stops it.
 */
export function takenWhen(workspace: Workspace, trigger: string, options: WhenOptions): Observable<Snapshot> {
  const { events } = options
  const types: readonly string[] | undefined = options.types
  const take = snapshotTaker(workspace, trigger, options)
  if (events === undefined) return followed(workspace, options, take)
  return events.pipe(
    filter(({ type }) => types === undefined || types.includes(type)),
    concatMap(take),
    filter((snapshot) => snapshot !== null),
  )
}

/** Takes the snapshot of an event, unless it is taken or not wanted. */
type TakeSnapshot = (recorded: RecordedEvent) => Promise<Snapshot | null>

function snapshotTaker(
  workspace: Workspace,
  trigger: string,
  { predicate = () => true, template = DEFAULT_TEMPLATE, events, checkpoint, types }: WhenOptions,
): TakeSnapshot {
  const { reader } = workspace
  const interned = nothingInterned()
  const refuse = (why: string) => new TidemarkError('INVALID_TRIGGER', `${trigger}: ${why}`)
  assertWhole(reader.share, 'a snapshot')
  const unknownOne = unknownType(types)
  if (unknownOne !== null) throw refuse(`on ${JSON.stringify(unknownOne)}`)
  const unknown = unknownPlaceholder(template, triggerPlaceholders)
  if (unknown !== null) throw refuse(`template with [${unknown}]`)
  if (events !== undefined && checkpoint !== undefined) throw refuse('a checkpoint beside events of its own')
  return async (recorded) => {
    if (!canTrigger(recorded.type)) return null
    const decoded = decode(recorded, reader.prefix, interned)
    if ('anomaly' in decoded) return null
    if (reader.position < recorded.position) await reader.catchUp()
    const happening = { event: decoded.event, recorded }
    const id = firingId(trigger, happening, workspace)
    if (reader.catalogue.find(id) !== undefined) return null
    if (!(await predicate(recorded, around(decoded.event, workspace)))) return null
    const name = nameOf(template, trigger, happening, workspace)
    if (!(await fire(workspace, trigger, happening, { id, name }))) return null
    await reader.catchUp()
    const snapshot = reader.catalogue.find(id)
    return snapshot === undefined ? null : inWorkspace(snapshot, reader.prefix)
  }
}

/** Every event from a checkpoint on: the log is read no faster than snapshots are taken. */
function followed(
  workspace: Workspace,
  { types, checkpoint = fromNowOn(workspace) }: WhenOptions,
  take: TakeSnapshot,
): Observable<Snapshot> {
  return new Observable((observer) => {
    const stop = new AbortController()
    processEvents(workspace.log, {
      checkpoint,
      streamPrefixes: [workspace.reader.prefix],
      types,
      signal: stop.signal,
      handle: async (recorded) => {
        const snapshot = await take(recorded)
        if (snapshot !== null) observer.next(snapshot)
      },
    }).then(
      () => observer.complete(),
      (error: unknown) => observer.error(error),
    )
    return () => stop.abort()
  })
}

function around(event: KnownEvent, { reader }: Workspace): Around {
  const asOf = event.occurredAt
  const knownThrough = (through: number) =>
    new InventoryView(reader.timeline.view({ asOf, knownThrough: position(through) }), reader)
  return { before: knownThrough(event.position - 1), after: knownThrough(event.position) }
}

function fromNowOn({ log }: Workspace): Checkpoint {
  return { load: () => log.head(), save: async () => undefined }
}
