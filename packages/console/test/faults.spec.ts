import { memoryLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import { describe, expect, it } from 'vitest'
import { askingAs, march, NOW } from './asking.ts'
import { everyOperation } from './every-operation.ts'
import { faultyLog } from './faulty-log.ts'

async function inMarchOn() {
  const log = faultyLog(memoryLog({ clock: () => NOW }))
  const inventory = openInventory({ log, clock: () => NOW })
  await inventory.record(march)
  await inventory.snapshots.create({ id: 'taken', asOf: '2027-03-15T00:00:00Z' })
  return { log, inventory, ask: askingAs(inventory) }
}

const wanted = { id: 'mid', name: 'Mid-March', asOf: '2027-03-15T00:00:00.000Z' }

describe('while the log is away', () => {
  it('every operation says so, without naming it, and answers again as soon as it is back', async () => {
    const { log, ask } = await inMarchOn()
    // What needs an empty workspace has tests of its own.
    const all = everyOperation((await ask('/api/openapi.json')).json)
    const calls = all.filter(({ name }) => name !== 'post /sample')
    log.away('LOG_UNAVAILABLE')
    const answers: Record<string, unknown> = {}
    for (const { name, url, init } of calls) {
      const { status, json, text, headers } = await ask(url, init)
      const isToldSo = status === 503 && json.code === 'LOG_UNAVAILABLE' && headers.get('Retry-After') === '1'
      if (!isToldSo || text.includes('/var/lib')) answers[name] = [status, text]
    }
    // Who one is stands in no log.
    expect(Object.keys(answers)).toEqual(['get /me'])
    log.away(null)
    for (const { name, url, init } of calls) {
      // What is recorded is told of for ever: that answer does not end.
      if (name !== 'get /events') expect([name, (await ask(url, init)).status < 300]).toEqual([name, true])
    }
  })

  it('its health is that of the log', async () => {
    const { log, ask } = await inMarchOn()
    log.away('LOG_BUSY')
    expect((await ask('/api/health')).status).toBe(503)
    log.away(null)
    expect((await ask('/api/health')).json).toEqual({ status: 'ok' })
  })
})

describe('when the disk is full', () => {
  it('a record is refused with the reason, everything can still be read, and repeating it records it once', async () => {
    const { log, inventory, ask } = await inMarchOn()
    const before = await inventory.head()
    log.full('LOG_FULL')
    for (const _ of [1, 2]) {
      const { status, json } = await ask('/api/snapshots', { method: 'POST', json: wanted })
      expect([status, json.code]).toEqual([503, 'LOG_FULL'])
    }
    expect(await inventory.head()).toEqual(before)
    expect((await ask('/api/levels')).status).toBe(200)
    expect((await ask('/api/snapshots')).json.pagination.total).toBe(1)
    log.full(null)
    const created = await ask('/api/snapshots', { method: 'POST', json: wanted })
    const again = await ask('/api/snapshots', { method: 'POST', json: wanted })
    expect([created.status, again.status]).toEqual([201, 201])
    expect(again.json).toEqual(created.json)
    expect((await inventory.head()).events).toBe(before.events + 1)
  })
})
