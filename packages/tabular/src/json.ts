/** Writes rows as JSON Lines: one JSON object a line. */
export function* jsonLines(rows: Iterable<object>): Generator<string, void, undefined> {
  for (const row of rows) yield JSON.stringify(row) + '\n'
}

/** Writes rows as one JSON document, an array with a row a line. */
export function* jsonArray(rows: Iterable<object>): Generator<string, void, undefined> {
  yield* arrayLines(rows, '')
  yield '\n'
}

/**
 * Writes an object as one JSON document that is also easy to read: a field a line, and where a field is a list, a part
 * of it a line. A list may be anything that can be gone through once, such as the rows of a generator: none is kept.
 *
 * @example
 * for (const text of jsonObject({ events: 2, problems: [] })) process.stdout.write(text)
 */
export function* jsonObject(object: object): Generator<string, void, undefined> {
  let separator = '{\n'
  for (const [name, value] of Object.entries(object)) {
    // As in all JSON: what an object can do is no part of what it holds.
    if (value === undefined || typeof value === 'function') continue
    yield `${separator}  ${JSON.stringify(name)}: `
    if (isList(value)) yield* arrayLines(value, '  ')
    else yield JSON.stringify(value)
    separator = ',\n'
  }
  yield separator === ',\n' ? '\n}\n' : '{}\n'
}

function* arrayLines(parts: Iterable<unknown>, indent: string): Generator<string, void, undefined> {
  let separator = '[\n'
  for (const part of parts) {
    yield `${separator}${indent}  ${JSON.stringify(part)}`
    separator = ',\n'
  }
  yield separator === ',\n' ? `\n${indent}]` : '[]'
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}
