import type { FailureAnswer } from '../answers/who.ts'

/** What of a question goes into the address; absent parts are left out. */
export interface Question {
  readonly [name: string]: string | number | boolean | readonly string[] | null | undefined
}

/** What the API refused, or that it could not be reached (`OFFLINE`). */
export class Failure extends Error {
  readonly code: string
  /** The field that is wrong, where the API names one. */
  readonly field: string | null

  constructor(code: string, message: string, field: string | null = null) {
    super(message)
    this.code = code
    this.field = field
  }
}

/** Whether the session is over: somebody has to sign in before anything else is answered. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Failure && error.code === 'UNAUTHENTICATED'
}

/** The address of an operation, beside the page wherever it is mounted. */
export function addressOf(path: string, question: Question = {}): string {
  const query = new URLSearchParams()
  addTo(query, question)
  return `api${path}${query.size === 0 ? '' : `?${query}`}`
}

/** Adds the parts of a question to parameters; absent ones are left out. */
export function addTo(parameters: URLSearchParams, question: Question): void {
  for (const [name, value] of Object.entries(question)) {
    if (value === null || value === undefined || value === '' || value === false) continue
    if (typeof value === 'object') for (const one of value) parameters.append(name, one)
    else parameters.set(name, String(value))
  }
}

/** Reads from the API. What it answers with is described by the schemas it was made of. */
export function read<Answer>(path: string, question: Question = {}, signal?: AbortSignal): Promise<Answer> {
  return answerOf<Answer>(addressOf(path, question), signal === undefined ? {} : { signal })
}

/** Asks the API to do something. */
export function send<Answer>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' }
  return answerOf<Answer>(addressOf(path), { method, headers, body: JSON.stringify(body) })
}

/** An error in words, with its code. */
export function wordsOf(error: unknown): string {
  if (error instanceof Failure && error.code !== 'OFFLINE') return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await fetch(addressOf('/session'), { method: 'DELETE' })
}

async function answerOf<Answer>(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error
    throw new Failure('OFFLINE', 'The console does not answer.')
  })
  const body: unknown = await response.json().catch(() => null)
  // Checked against its schema by the tests of the API; here it is the same console that answers.
  if (response.ok) return body as Answer
  const failure = body as FailureAnswer | null
  const message = failure?.error ?? `The console answers ${response.status}.`
  throw new Failure(failure?.code ?? 'OFFLINE', message, fieldOf(failure))
}

/** What the library says is wrong of a movement, or what the first of the problems with a request is at. */
function fieldOf(failure: FailureAnswer | null): string | null {
  const { field, problems } = failure?.details ?? {}
  if (typeof field === 'string') return field
  const at: unknown = Array.isArray(problems) ? Reflect.get(Object(problems[0]), 'at') : null
  return typeof at === 'string' ? (at.split('.').at(-1) ?? null) : null
}
