import { inventoryEvent } from 'tidemark'
import { z } from 'zod'
import { failure } from './answers/who.ts'
import type { Operation } from './operation.ts'
import { version } from './version.ts'

/**
 * A description of the API as OpenAPI 3.1, made of the schemas that requests are checked against, for a console whose
 * cookie has the name that is asked for.
 */
export function openApi(operations: readonly Operation[]): (cookie: string) => object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const path = paths[operation.path] ?? {}
    paths[operation.path] = path
    path[operation.method] = described(operation)
  }
  const schemas = { Failure: z.toJSONSchema(failure), Movement: schemaOf(inventoryEvent) }
  return (cookie) => ({
    openapi: '3.1.0',
    info: {
      title: 'Tidemark console',
      version: version(),
      description: 'Inventory as of any moment. Numbers are decimal strings, exact to six decimals.',
    },
    servers: [{ url: '.' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key of `tidemark key create`.' },
        session: { type: 'apiKey', in: 'cookie', name: cookie },
      },
    },
  })
}

function described({ summary, needs, params, query, body, answer, media, status }: Operation): object {
  return {
    summary,
    description: needs === null ? 'Open to everyone.' : `Needs ${needs}.`,
    security: needs === null ? [] : [{ key: [] }, { session: [] }],
    parameters: [...parametersOf('path', params), ...parametersOf('query', query)],
    ...(body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(z.strictObject(body)) } },
          },
        }),
    responses: {
      [status]:
        answer === null
          ? { description: 'Not JSON.', content: { [media]: {} } }
          : { description: 'Done.', content: { 'application/json': { schema: schemaOf(answer) } } },
      default: {
        description: 'What was wrong, and what to do.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
      },
    },
  }
}

function parametersOf(place: 'path' | 'query', shape: Operation['query']): readonly object[] {
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    schema: schemaOf(schema),
  }))
}

/** As it is sent: before defaults and conversions. */
function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
