import { type StreamAppend, sqliteLog } from '../index.ts'

/**
 * Records batch after batch, one event in each of some streams, and prints the number of each batch once it is acknowledged;
 * goes on where the file ends, until it is killed or has recorded `last` batches.
 */
const [path = '', last = '0'] = process.argv.slice(2)
const log = await sqliteLog({ path })
const done = (await log.revision('item-0')) + 1
for (let n = done; n < Number(last); n++) {
  const batch: StreamAppend[] = Array.from({ length: 20 }, (_, item) => ({
    stream: `item-${item}`,
    expectedRevision: n - 1,
    events: [{ id: `m${n}`, type: 'Sold', data: { n, note: 'x'.repeat(500) } }],
  }))
  await log.append(batch)
  process.stdout.write(`${n}\n`)
}
await log.close()
