import type { Question } from './api.ts'
import { viewerZone } from './zone.ts'

/** What the time bar is set to. */
export interface Moment {
  /** In milliseconds since the epoch; `null`: now. */
  readonly at: number | null
  /** As known then, instead of now. */
  readonly knownThen: boolean
  /** The snapshot whose instant and knowledge are shown; `null`: none. */
  readonly snapshot: string | null
  readonly zone: string
}

/** The moment all pages show, and who wants to know when it changes. */
export interface MomentStore {
  get(): Moment
  /** `isPassing`: it is being dragged, another change comes soon. */
  set(change: Partial<Moment>, isPassing?: boolean): void
  onChange(listener: (isPassing: boolean) => void): void
}

export function momentStore(initial: Moment): MomentStore {
  let moment = initial
  const listeners: ((isPassing: boolean) => void)[] = []
  return {
    get: () => moment,
    set(change, isPassing = false) {
      moment = { ...moment, ...change }
      for (const listener of listeners) listener(isPassing)
    },
    onChange: (listener) => listeners.push(listener),
  }
}

/** What a moment is to the API. */
export function questionOf({ at, knownThen, snapshot }: Moment): Question {
  if (snapshot !== null) return { snapshot }
  if (at === null) return {}
  const asOf = new Date(at).toISOString()
  return knownThen ? { asOf, knownThrough: asOf } : { asOf }
}

/** Whether a movement that was just recorded may change what is shown of a moment. */
export function concerns(
  { type, occurredAt }: { readonly type: string; readonly occurredAt: string | null },
  { at, knownThen, snapshot }: Moment,
): boolean {
  if (snapshot !== null) return false
  if (at === null) return true
  // Of what corrects something else, its own time says nothing.
  const corrects = type.startsWith('Movement') || type === 'ReceiptCostAdjusted'
  return !knownThen && (corrects || occurredAt === null || Date.parse(occurredAt) <= at)
}

/** A moment as the address of the page has it, so that it can be sent to someone. */
export function momentIn(parameters: URLSearchParams): Moment {
  const at = Date.parse(parameters.get('at') ?? '')
  return {
    at: Number.isNaN(at) ? null : at,
    knownThen: parameters.get('known') === 'then',
    snapshot: parameters.get('snapshot'),
    zone: zoneIn(parameters.get('zone')),
  }
}

export function parametersOf({ at, knownThen, snapshot, zone }: Moment): URLSearchParams {
  const parameters = new URLSearchParams()
  if (at !== null) parameters.set('at', new Date(at).toISOString())
  if (knownThen) parameters.set('known', 'then')
  if (snapshot !== null) parameters.set('snapshot', snapshot)
  if (zone !== viewerZone) parameters.set('zone', zone)
  return parameters
}

/** What an address says beside the moment. */
export function askedIn(parameters: URLSearchParams): string {
  return String(new URLSearchParams([...parameters].filter(([name]) => !ofMoment.includes(name))))
}

const ofMoment = ['at', 'known', 'snapshot', 'zone']

function zoneIn(zone: string | null): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone ?? viewerZone }).resolvedOptions().timeZone
  } catch {
    return viewerZone
  }
}
