import type { FailureAnswer } from '../answers/who.ts'

/** What of a question goes into the address; absent parts are left out. */
export interface Question {
  readonly [name: string]: string | number | boolean | readonly string[] | null | undefined
}

/** What the API refused, or that it could not be reached (`OFFLINE`). */
export class Failure extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Whether the session is over: somebody has to sign in before anything else is answered. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Failure && error.code === 'UNAUTHENTICATED'
}

/** The address of an operation, beside the page wherever it is mounted. */
export function addressOf(path: string, question: Question = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(question)) {
    if (value === null || value === undefined || value === '') continue
    if (typeof value === 'object') for (const one of value) query.append(name, one)
    else query.set(name, String(value))
  }
  return `api${path}${query.size === 0 ? '' : `?${query}`}`
}

/** Reads from the API. What it answers with is described by the schemas it was made of. */
export function read<Answer>(path: string, question: Question = {}): Promise<Answer> {
  return answerOf<Answer>(addressOf(path, question), {})
}

/** Asks the API to do something. */
export function send<Answer>(method: 'POST' | 'PATCH', path: string, body: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' }
  return answerOf<Answer>(addressOf(path), { method, headers, body: JSON.stringify(body) })
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await fetch(addressOf('/session'), { method: 'DELETE' })
}

async function answerOf<Answer>(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init).catch(() => {
    throw new Failure('OFFLINE', 'The console does not answer.')
  })
  const body: unknown = await response.json().catch(() => null)
  // Checked against its schema by the tests of the API; here it is the same console that answers.
  if (response.ok) return body as Answer
  const failure = body as FailureAnswer | null
  throw new Failure(failure?.code ?? 'OFFLINE', failure?.error ?? `The console answers ${response.status}.`)
}
