/** Characters encoded at a time: a call for each row would cost more than the row. */
const CHUNK = 65_536

/** The UTF-8 bytes of a text that comes in pieces, in larger ones; a lone surrogate becomes U+FFFD. */
export function* utf8(pieces: Iterable<string>): Generator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder()
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < CHUNK) continue
    yield encoder.encode(chunk)
    chunk = ''
  }
  if (chunk !== '') yield encoder.encode(chunk)
}
