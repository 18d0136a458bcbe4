import assert from 'node:assert/strict'
import { NO_STREAM } from '@tidemark/log'
import { type Case, stated } from '../case.ts'
import { append, event, followed, gather, ids, idsOf, patience, refusedWith } from '../given.ts'

const MEBIBYTE = 1_048_576

/** An event whose data is so many bytes of JSON. */
function sized(n: number, bytes: number) {
  const around = Buffer.byteLength(JSON.stringify({ text: '' }))
  return event(n, { text: 'x'.repeat(bytes - around) })
}

/** A server takes 1 MiB of data in one append, and carries about 100 calls over one connection. */
export const sizeCases: readonly Case[] = [
  stated('an append of five mebibytes is written in pieces, in order, and known again', async (ground) => {
    const stream = `${ground.prefix}a`
    const news = Array.from({ length: 13 }, (_, n) => sized(n, 400_000))
    const first = await append(ground.open(), stream, NO_STREAM, news)
    assert.deepEqual([first.firstRevision, first.lastRevision], [0, 12])
    const again = await append(ground.open(), stream, NO_STREAM, news)
    assert.deepEqual(again, { ...first, alreadyThere: true })
    assert.deepEqual(ids(await gather(ground.open().readStream(stream))), idsOf(0, 12))
  }),

  stated('an event of exactly one mebibyte is recorded, one byte more is refused', async (ground) => {
    const stream = `${ground.prefix}a`
    const log = ground.open()
    await append(log, stream, NO_STREAM, [sized(1, MEBIBYTE)])
    await refusedWith('EVENT_TOO_LARGE', append(log, stream, 0, [sized(2, MEBIBYTE + 1)]))
    const [read] = await gather(ground.open().readStream(stream))
    assert.deepEqual(read?.data, sized(1, MEBIBYTE).data)
  }),

  stated('an event that fits no message is refused and disturbs no other append', async (ground) => {
    const log = ground.open()
    const [huge, ...others] = await Promise.allSettled([
      append(log, `${ground.prefix}huge`, NO_STREAM, [sized(0, 17 * MEBIBYTE)]),
      ...[1, 2, 3, 4].map((n) => append(log, `${ground.prefix}${n}`, NO_STREAM, [event(n)])),
    ])
    assert.equal(huge?.status, 'rejected')
    for (const { status } of others) assert.equal(status, 'fulfilled')
  }),

  stated('a megabyte of metadata comes back', async (ground) => {
    const metadata = { note: 'm'.repeat(1_000_000) }
    await append(ground.open(), `${ground.prefix}a`, NO_STREAM, [{ ...event(1), metadata }])
    const [read] = await gather(ground.open().readStream(`${ground.prefix}a`))
    assert.deepEqual(read?.metadata, metadata)
  }),

  stated('three thousand streams, written together, are read whole and found one by one', async (ground) => {
    const { prefix, start } = ground
    const log = ground.open(60_000)
    const numbers = Array.from({ length: 3_000 }, (_, n) => n)
    await Promise.all(numbers.map((n) => append(log, `${prefix}${n}`, NO_STREAM, [event(2 * n)])))
    await log.append(
      numbers.map((n) => ({ stream: `${prefix}${n}`, expectedRevision: 0, events: [event(2 * n + 1)] })),
    )
    const newcomer = ground.open(60_000)
    const read = await gather(newcomer.readAll({ after: start, streamPrefixes: [prefix] }))
    assert.deepEqual(ids(read).sort(), idsOf(0, 5_999).sort())
    // The batch was written in its order.
    const odd = read.map(({ id }) => Number(id.slice(1))).filter((n) => n % 2 === 1)
    assert.deepEqual(
      odd,
      numbers.map((n) => 2 * n + 1),
    )
    const some = numbers.filter((n) => n % 30 === 0)
    assert.deepEqual(
      await Promise.all(some.map((n) => newcomer.revision(`${prefix}${n}`))),
      some.map(() => 1),
    )
    const found = await Promise.all(some.map((n) => newcomer.find(`${prefix}${n}`, [`e${2 * n}`])))
    assert.deepEqual(
      found.flatMap(ids),
      some.map((n) => `e${2 * n}`),
    )
  }),

  stated(
    'hundreds of readers, finders and followers at once wait for room',
    async ({ prefix, start, open }) => {
      const stream = `${prefix}a`
      const log = open()
      await append(log, stream, NO_STREAM, [event(0)])
      const signal = patience()
      const followers = Array.from({ length: 120 }, () =>
        followed(log.follow({ after: start, streamPrefixes: [prefix], signal }), 2),
      )
      const reads = Array.from({ length: 200 }, () => gather(log.readStream(stream)))
      const finds = Array.from({ length: 200 }, () => log.find(stream, ['e0']))
      for (const read of await Promise.all([...reads, ...finds])) assert.deepEqual(ids(read), ['e0'])
      await append(log, stream, 0, [event(1)])
      for (const delivered of await Promise.all(followers)) assert.deepEqual(delivered, idsOf(0, 1))
    },
  ),

  stated(
    'names of four thousand characters, of any script, with spaces and slashes',
    async ({ prefix, start, open }) => {
      const names = ['Größe 5/8 "L"', '\u{1f4e6}\n', 'x'.repeat(4_096 - prefix.length)].map(
        (name) => prefix + name,
      )
      for (const name of names) await append(open(), name, NO_STREAM, [event(1)])
      const read = await gather(open().readAll({ after: start, streamPrefixes: [prefix] }))
      assert.deepEqual(
        read.map(({ stream }) => stream),
        names,
      )
      for (const name of names) assert.equal(await open().revision(name), 0)
    },
  ),
]
