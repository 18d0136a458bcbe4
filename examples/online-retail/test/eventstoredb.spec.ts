import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { type EventLog, sqliteLog } from '@tidemark/log'
import { copyWorkspace, type Inventory, openInventory } from 'tidemark'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { convert } from '../src/convert.ts'
import { months, takeMonthEnd } from '../src/month-ends.ts'
import { dataFile } from '../src/paths.ts'

// A year is written, read and replayed several times, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 240_000 })

async function movementFile(): Promise<Buffer> {
  const lines: string[] = []
  const { movements } = await convert(dataFile)
  for await (const movement of movements) lines.push(`${JSON.stringify(movement)}\n`)
  return Buffer.from(lines.join(''))
}

/** What the main job comes to: thirteen month ends with their proofs, the bridge of the year, the rows at its end. */
async function mainJob(inventory: Inventory, file: Buffer) {
  const report = await inventory.import(Readable.from([file]))
  const monthEnds = []
  for (const month of months) monthEnds.push(await takeMonthEnd(inventory, month))
  return { report, frozen: monthEnds.map(({ digest }) => digest), ...(await answers(inventory)) }
}

async function answers(inventory: Inventory) {
  const verified = []
  for (const month of months) verified.push(await inventory.snapshots.verify(month))
  const first = await inventory.snapshots.read(months[0] ?? '')
  const last = await inventory.snapshots.read(months.at(-1) ?? '')
  return { verified, bridge: inventory.compare(first, last).bridge, levels: [...last.levels()] }
}

async function onFile(): Promise<EventLog> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-online-retail-'))
  const log = await sqliteLog({ path: path.join(folder, 'year.db') })
  onTestFinished(async () => {
    await log.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return log
}

/** The in-process server, and a real one where there is one. */
const servers = new Map([['the in-process server', '']])
const real = process.env.TIDEMARK_EVENTSTOREDB_URL
if (real !== undefined) servers.set('a real server', real)

describe.each([...servers])('the main job on %s', (_, url) => {
  it('gives the digests, the bridge and the rows it gives on a file, and so does a copy of it', async () => {
    const file = await movementFile()
    const expected = await mainJob(openInventory({ log: await onFile() }), file)
    expect(expected.report).toEqual({ imported: 17_926, alreadyThere: 0, refused: 0 })
    expect(expected.verified.map(({ ok }) => ok)).toEqual(months.map(() => true))

    const server = url === '' ? await startTestServer() : undefined
    const log = eventStoreLog({ connectionString: server?.connectionString ?? url, timeoutMs: 60_000 })
    onTestFinished(async () => {
      await log.close()
      await server?.stop()
    })
    const workspace = `year-${randomUUID().slice(0, 8)}`
    expect(await mainJob(openInventory({ log, workspace }), file)).toEqual(expected)

    const copy = await onFile()
    const { events } = await copyWorkspace({ from: log, to: copy, workspace, toWorkspace: 'main' })
    expect(events).toBe(17_926 + months.length)
    const { verified, bridge, levels } = expected
    expect(await answers(openInventory({ log: copy }))).toEqual({ verified, bridge, levels })
  })
})
