const A = 0x9e3779b1
const B = 0x85ebca77
const C = 0xc2b2ae3d

/** 64 bits, as text, that differ when bytes do, but for one chance in 2^64. Says nothing against a forger. */
export function checksum(bytes: Uint8Array): string {
  const whole = bytes.length >>> 4
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, whole * 4)
  // Four lanes, because one multiplication need not wait for another then.
  let [a, b, c, d] = [A, B, C, A ^ B]
  for (let i = 0; i < words.length; i += 4) {
    a = stir(a, words[i] ?? 0)
    b = stir(b, words[i + 1] ?? 0)
    c = stir(c, words[i + 2] ?? 0)
    d = stir(d, words[i + 3] ?? 0)
  }
  for (let i = whole * 16; i < bytes.length; i++) {
    a = stir(a, bytes[i] ?? 0)
    c = stir(c, a)
  }
  const low = finish(stir(stir(stir(a, b), c), bytes.length))
  const high = finish(stir(stir(stir(d, c), b), low))
  return high.toString(36) + low.toString(36).padStart(7, '0')
}

function stir(lane: number, word: number): number {
  const mixed = (lane + Math.imul(word, B)) | 0
  return Math.imul((mixed << 13) | (mixed >>> 19), A)
}

function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 15), B)
  mixed = Math.imul(mixed ^ (mixed >>> 13), C)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
