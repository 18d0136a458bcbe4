import { chmodSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LogError, sqliteLog } from '../index.ts'

/** Opens a file, which it may write to or not, in a directory it may not write to, and prints how that goes. */
const [path = '', mode = ''] = process.argv.slice(2)
const directory = dirname(path)
chmodSync(path, Number.parseInt(mode, 8))
chmodSync(directory, 0o555)
chmodSync(dirname(directory), 0o755)
// The superuser may write anything: become somebody else.
const superuser = process.getuid?.() === 0
if (superuser) process.setuid?.(65_534)

const codeOf = (error: unknown) => (error instanceof LogError ? error.code : String(error))
const log = await sqliteLog({ path })
let read = 0
for await (const chunk of log.readAll()) read += chunk.length
const events = [{ id: 'm9', type: 'Sold', data: {} }]
const append = await log.append([{ stream: 'item-1', expectedRevision: 'any', events }]).then(String, codeOf)
await log.close()
const inNewFile = await sqliteLog({ path: join(directory, 'new.db') }).then(String, codeOf)
process.stdout.write(JSON.stringify({ readOnly: log.readOnly, read, append, inNewFile }))
if (!superuser) chmodSync(directory, 0o755)
