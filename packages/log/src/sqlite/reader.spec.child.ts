import { createInterface } from 'node:readline'
import { sqliteLog } from '../index.ts'

/** Opens a log that it may not write, and for every line it is sent says how many events it reads and what is wrong. */
const path = process.argv[2] ?? ''
// The superuser may write anything: become somebody else.
if (process.getuid?.() === 0) process.setuid?.(65_534)
const log = await sqliteLog({ path })
process.stdout.write('open\n')
for await (const _ of createInterface({ input: process.stdin })) {
  let read = 0
  for await (const chunk of log.readAll()) read += chunk.length
  const answer = { readOnly: log.readOnly, read, problems: await log.integrity() }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
await log.close()
