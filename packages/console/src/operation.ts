import type { Inventory, Permission } from 'tidemark'
import { z } from 'zod'
import { ConsoleError } from './errors.ts'
import type { Kept } from './kept.ts'
import type { SampleLoader } from './sample.ts'

/** Who asks, of what. */
export interface Asked {
  /** The inventory for them: it refuses what they may not do. */
  readonly inventory: Inventory
  readonly who: { readonly id: string; readonly permissions: readonly Permission[] }
  readonly kept: Kept
  /** Data to look around with; `null`: there is none. */
  readonly sample: SampleLoader | null
  /** The time now, in milliseconds since the epoch. */
  readonly now: () => number
  /** The ETags the one who asks has already, as they were sent. */
  readonly known: string | null
  /** Aborts when the one who asks has gone, or no longer wants an answer. */
  readonly signal: AbortSignal
  /** The last event a follower was told of before it lost the connection, as it says. */
  readonly lastEvent: string | null
  /** Whether they may still come in, and read: for answers that go on for long. */
  isStillIn(): Promise<boolean>
}

/** What of a request an operation reads. */
export interface Parts {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, readonly string[]>>
  /** `undefined` when there is none. */
  readonly body: unknown
}

/** What the one who asks needs: a permission, what is recorded decides, to be anyone who is signed in, or nothing (`null`). */
export type Needs = Permission | 'what the movement needs' | 'to be signed in' | null

/** One thing the API does: everything that routing, its description and its tests need to know. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch'
  /** Below `/api`, as OpenAPI writes it: `/snapshots/{id}`. */
  readonly path: `/${string}`
  readonly summary: string
  readonly needs: Needs
  readonly params: Shape
  readonly query: Shape
  readonly body: Shape | null
  /** What it answers with; `null`: something else than JSON. */
  readonly answer: z.ZodType | null
  /** The type of what else it answers with. */
  readonly media: string
  readonly status: 200 | 201
  run(parts: Parts, asked: Asked): Promise<object>
}

/** The fields of an object, each with its schema. */
export type Shape = Readonly<Record<string, z.ZodType>>

interface Definition<P extends Shape, Q extends Shape, B extends Shape, A extends z.ZodType> {
  readonly method?: Operation['method']
  readonly path: Operation['path']
  readonly summary: string
  readonly needs: Needs
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Left out: something else than JSON, a file unless `media` says what. */
  readonly answer?: A
  readonly media?: string
  readonly status?: Operation['status']
  readonly run: (
    input: {
      readonly params: z.infer<z.ZodObject<P>>
      readonly query: z.infer<z.ZodObject<Q>>
      readonly body: z.infer<z.ZodObject<B>>
    },
    asked: Asked,
  ) => Promise<(z.infer<A> & object) | Response>
}

type Nothing = Record<never, never>

/** Defines an operation; what it is asked is checked against its schemas before it runs. */
export function operation<
  A extends z.ZodType = z.ZodNever,
  P extends Shape = Nothing,
  Q extends Shape = Nothing,
  B extends Shape = Nothing,
>(definition: Definition<P, Q, B, A>): Operation {
  const { method = 'get', path, summary, needs, answer = null, media = '*/*', status = 200, run } = definition
  const { body = null } = definition
  // Where none is given, the type parameter is the empty shape.
  const params = definition.params ?? ({} as P)
  const query = definition.query ?? ({} as Q)
  const schemas = {
    params: z.strictObject(params),
    query: z.strictObject(query),
    body: z.strictObject(body ?? ({} as B)),
  }
  return {
    method,
    path,
    summary,
    needs,
    params,
    query,
    body,
    answer,
    media,
    status,
    async run(parts, asked) {
      const input = {
        params: checked(schemas.params, parts.params, 'path'),
        query: checked(schemas.query, queryOf(parts.query, query), 'query'),
        body: checked(schemas.body, body === null ? {} : parts.body, 'body'),
      }
      return run(input, asked)
    },
  }
}

function checked<S extends z.ZodType>(schema: S, value: unknown, where: string): z.infer<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => ({ at: path.join('.'), message }))
  const [first] = problems
  throw new ConsoleError('INVALID_REQUEST', `${where} ${first?.at ?? ''} (${first?.message ?? ''})`, {
    where,
    problems,
  })
}

/** A parameter given more than once is a list where a list is wanted, and a mistake elsewhere. */
function queryOf(query: Parts['query'], shape: Shape): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(query).map(([name, values]) => [
      name,
      values.length > 1 || isList(Object.hasOwn(shape, name) ? shape[name] : undefined) ? values : values[0],
    ]),
  )
}

function isList(schema: z.ZodType | undefined): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    const inner = schema.unwrap()
    return inner instanceof z.ZodType && isList(inner)
  }
  return schema instanceof z.ZodArray
}
