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
  const name = Buffer.from(JSON.stringify([stream, id, type, data]))
  const digest = hash('sha1', Buffer.concat([NAMESPACE, name]), 'buffer')
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6)
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = digest.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
