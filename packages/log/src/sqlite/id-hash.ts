/**
 * A number of 32 bits for an event id (FNV-1a over UTF-16 units): the index holds it in place of the text, a third of the
 * size. It belongs to the format of the file and never changes. Ids that share a number are told apart by their text.
 */
export function idHash(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
