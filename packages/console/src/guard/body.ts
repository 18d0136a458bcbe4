import { ConsoleError } from '../errors.ts'

/** The largest body there is: one operation takes some names and a description. */
const MOST_BYTES = 65_536

/**
 * The JSON of a request. Reads no more than it takes, whatever the request says of its length.
 *
 * @throws ConsoleError `NOT_JSON`, `BODY_TOO_LARGE`, `INVALID_REQUEST` for a field no schema would see.
 */
export async function jsonOf(request: Request): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? ''
  // A form of another site can be sent without asking, but not as JSON.
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new ConsoleError('NOT_JSON', JSON.stringify(type))
  const bytes = await bytesOf(request).catch((error: unknown) => {
    // Whoever sent it went away half way: that is no error of ours.
    throw error instanceof ConsoleError
      ? error
      : new ConsoleError('NOT_JSON', 'a body that broke off', {}, error)
  })
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), seen)
  } catch (error) {
    throw error instanceof ConsoleError ? error : new ConsoleError('NOT_JSON', 'the body')
  }
}

/** A field of this name schemas leave out of records without a word, so that what it asked for would be forgotten. */
function seen(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new ConsoleError('INVALID_REQUEST', `body ${name}`, { where: 'body' })
  return value
}

async function bytesOf(request: Request): Promise<Uint8Array> {
  const tooLarge = () => new ConsoleError('BODY_TOO_LARGE', request.method)
  if (Number(request.headers.get('Content-Length') ?? 0) > MOST_BYTES) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
