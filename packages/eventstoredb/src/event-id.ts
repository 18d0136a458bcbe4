import { hash } from 'node:crypto'

/** The namespace of the event ids of Tidemark; made once, at random. */
const NAMESPACE = Buffer.from('5525f414936b40e9b3700ac95ee858c5', 'hex')

/**
 * The id under which the server keeps an event: a UUIDv5 of stream, id and content.
 *
 * The same fact always has the same id, so a repeated append is known to the server. The content belongs to it
 * because the server answers "success" to a known id whatever its data: with another content it is a conflict, and gets
 * looked into.
 *
 * @example
 * eventId('main.item-A', 'R1/1', 'StockReceived', '{"quantity":"5"}')
 */
export function eventId(stream: string, id: string, type: string, data: string): string {
  const name = JSON.stringify([stream, id, type, data])
  const bytes = Buffer.allocUnsafe(NAMESPACE.length + Buffer.byteLength(name))
  NAMESPACE.copy(bytes)
  bytes.write(name, NAMESPACE.length)
  const hex = hash('sha1', bytes, 'hex')
  const variant = VARIANTS[Number.parseInt(hex.charAt(16), 16) & 3]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The digit of a UUID that holds its variant keeps two bits of the hash. */
const VARIANTS = '89ab'
