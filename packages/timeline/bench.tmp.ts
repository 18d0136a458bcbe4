import { defineProjection, flag, instant, json, micros, text } from '@tidemark/projection'
import { createTimeline } from './src/index.ts'

const DAY = 86400000
const branch = {
  onHand: micros,
  value: micros,
  keptQ: micros,
  keptV: micros,
  last: micros.optional,
  market: micros.optional,
  sold: micros,
  bought: micros,
  lastSold: instant,
  lastRec: instant,
  lastCount: instant,
  neg: flag,
  seller: text,
  onOrder: micros,
  extra: json<readonly string[]>([]),
}
type Src = any
const p = defineProjection({
  name: 'b',
  version: 1,
  records: { branch, item: { name: text, n: micros, m: micros }, lot: { left: micros, at: instant } },
  unitOf: (e: Src) => e.item as string | null,
  common: { initial: { r: 1n }, fold: (c: { r: bigint }, e: Src) => ({ r: e.r as bigint }) },
  prepare: (s: readonly Src[]) =>
    [...s].sort((a, b) => a.occurredAt - b.occurredAt || a.position - b.position),
  concernsOthers: (s: Src) => s.type === 'Void',
  on: {
    Sold: (d, e: Src) => {
      const h = d.branch.at(e.branch)
      const q = h.onHand
      const c = q > 0n ? (h.value * e.q) / q : 0n
      h.onHand = q - e.q
      h.value -= c
      h.sold += e.q
      h.lastSold = e.occurredAt
      if (q < e.q) h.neg = true
    },
    Received: (d, e: Src) => {
      const h = d.branch.at(e.branch)
      h.onHand += e.q
      h.value += e.q * 3n
      h.bought += e.q
      h.last = e.q
      h.lastRec = e.occurredAt
      h.seller = e.by
    },
  },
})
const N = Number(process.argv[2] ?? 1_000_000),
  U = 10_000
let seed = 42
const rnd = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296
const names = new Map<string, string>()
const own = (s: string) => {
  const k = names.get(s)
  if (k !== undefined) return k
  names.set(s, s)
  return s
}
const start = Date.UTC(2025, 0, 1),
  span = 730 * DAY
const gen = (n: number, from: number, late: (i: number) => number) =>
  Array.from({ length: n }, (_, i) => {
    const sold = rnd() < 0.8
    return {
      type: sold ? 'Sold' : 'Received',
      item: own('item-' + Math.floor(rnd() * U)),
      branch: own('branch-' + Math.floor(rnd() * 10)),
      q: BigInt(1 + Math.floor(rnd() * 9)) * (sold ? 1_000_000n : 4_000_000n),
      by: own('sup-' + Math.floor(rnd() * 50)),
      occurredAt: late(i),
      position: from + i,
    }
  })
const src = gen(N, 0, (i) => Math.floor(start + (span * i) / N - (rnd() < 0.02 ? rnd() * 30 * DAY : 0)))
const time = <T>(name: string, f: () => T): T => {
  const t = performance.now()
  const r = f()
  console.log(name.padEnd(44), (performance.now() - t).toFixed(2), 'ms')
  return r
}
globalThis.gc?.()
const m0 = process.memoryUsage()
const tl = createTimeline(p)
time('add 1M', () => tl.add(src))
time('settle (prepare, choose, fill slices)', () => tl.settle())
globalThis.gc?.()
const m1 = process.memoryUsage()
console.log(
  'memory beyond the sources: heap',
  ((m1.heapUsed - m0.heapUsed) / 1e6).toFixed(0),
  'MB, arrays',
  ((m1.arrayBuffers - m0.arrayBuffers) / 1e6).toFixed(0),
  'MB',
  'slices',
  tl.verify().slices,
)
const median = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!
const many = (name: string, n: number, f: () => void) => {
  const ts: number[] = []
  for (let i = 0; i < n; i++) {
    const t = performance.now()
    f()
    ts.push(performance.now() - t)
  }
  const first = ts[0]!
  console.log(
    name.padEnd(44),
    'median',
    median(ts).toFixed(3),
    'ms  max',
    ts.at(-1)!.toFixed(2),
    ' first',
    first.toFixed(2),
  )
}
many('full view, random instant (build)', 25, () => {
  tl.view({ asOf: start + rnd() * span }).each(() => {})
})
let sum = 0n,
  rows = 0
many('full view + read onHand, value of each row', 25, () => {
  tl.view({ asOf: start + rnd() * span }).each((_, r) =>
    r.branch.each((k, h) => {
      sum += h.onHand + h.value
      rows++
    }),
  )
})
many('single unit, random instant', 2000, () => {
  tl.view({ asOf: start + rnd() * span }).unit('item-' + Math.floor(rnd() * U))
})
many('full, knownThrough a month before the head', 15, () => {
  tl.view({ asOf: start + rnd() * span, knownThrough: Math.floor((N * 23) / 24) }).each(() => {})
})
let pos = N
many('one late entry 30 days old + settle', 200, () => {
  tl.add(gen(1, pos++, () => start + span - 30 * DAY))
  tl.settle()
})
many('one late entry 1 year old + that unit', 200, () => {
  const e = gen(1, pos++, () => start + span / 2)
  tl.add(e)
  tl.view({ asOf: start + span }).unit(e[0]!.item)
})
const batch = gen(10000, pos, () => Math.floor(start + span - rnd() * 30 * DAY))
pos += 10000
time('10,000 late over 30 days + settle', () => {
  tl.add(batch)
  tl.settle()
})
const batch2 = gen(10000, pos, () => Math.floor(start + rnd() * span))
pos += 10000
time('10,000 late over two years + settle', () => {
  tl.add(batch2)
  tl.settle()
})
many('append one at the tail + unit', 500, () => {
  const e = gen(1, pos++, () => start + span)
  tl.add(e)
  tl.view({ asOf: start + span }).unit(e[0]!.item)
})
const a = tl.view({ asOf: start + span / 2 }),
  b = tl.view({ asOf: start + span / 2 + 30 * DAY })
a.each(() => {})
b.each(() => {})
const { diff } = await import('./src/index.ts')
time('diff of two built views a month apart', () => diff(a, b).records.length)
time('effects of a month, all units', () =>
  tl.view({ asOf: start + span / 2 + 30 * DAY }).effects({ after: start + span / 2 }, () => {}),
)
const off = createTimeline(p, { slices: false })
off.add(src)
off.settle()
many('fold everything (slices off), whole', 3, () => {
  off.view({ asOf: Infinity }).each(() => {})
})
time('verify', () => tl.verify())
