import { describe, expect, test } from 'vitest'
import type { EventLog } from './event-log.ts'
import { memoryLog } from './memory-log.ts'
import { append, events, everything, openScratch, scratchPath } from './sqlite/scratch.spec.support.ts'

const logs: [string, (clock: () => number) => Promise<EventLog>][] = [
  ['memory', async (clock) => memoryLog({ clock })],
  ['SQLite', (clock) => openScratch({ clock })],
]

const at = (recordedAt: string, n: number) =>
  events(n, n).map((event) => ({ ...event, metadata: { recordedAt } }))

describe.each(logs)('the time of recording in %s', (_, open) => {
  test('is that of the clock', async () => {
    const log = await open(() => 1_700_000_000_123)
    expect(await append(log, 'item-1', -1, events(1, 1))).toMatchObject({ recordedAt: 1_700_000_000_123 })
    expect(await everything(log)).toMatchObject([{ recordedAt: 1_700_000_000_123 }])
  })

  test('is in whole milliseconds, whatever the clock gives', async () => {
    const times = [1_700_000_000_123.25, 1_700_000_000_123.75]
    const log = await open(() => times.shift() ?? Number.NaN)
    for (let n = 0; n < 2; n++) await append(log, 'item-1', n - 1, events(n, n))
    expect((await everything(log)).map(({ recordedAt }) => recordedAt)).toEqual([
      1_700_000_000_123, 1_700_000_000_124,
    ])
    await expect(append(log, 'item-1', 1, events(2, 2))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test('stands still while the clock goes backwards', async () => {
    const times = [500, 400, 450, 600]
    const log = await open(() => times.shift() ?? 0)
    for (let n = 0; n < 4; n++) await append(log, 'item-1', n - 1, events(n, n))
    expect((await everything(log)).map(({ recordedAt }) => recordedAt)).toEqual([500, 500, 500, 600])
  })

  test('is the original one of a history, and later events follow it', async () => {
    const log = await open(() => Date.UTC(2024, 0, 2))
    await append(log, 'item-1', -1, [...at('2023-05-01T12:00:00Z', 1), ...at('2024-02-01T00:00:00+02:00', 2)])
    await append(log, 'item-1', 1, events(3, 3))
    const last = Date.UTC(2024, 0, 31, 22)
    expect((await everything(log)).map(({ recordedAt }) => recordedAt)).toEqual([
      Date.UTC(2023, 4, 1, 12),
      last,
      last,
    ])
  })

  test('may not go backwards in a history; the whole batch is refused', async () => {
    const log = await open(() => 0)
    const batch = [
      { stream: 'item-1', expectedRevision: -1, events: at('2023-05-02T00:00:00Z', 1) },
      { stream: 'item-2', expectedRevision: -1, events: at('2023-05-01T00:00:00Z', 1) },
    ]
    await expect(log.append(batch)).rejects.toMatchObject({ code: 'RECORDED_AT_BACKWARDS' })
    expect(await everything(log)).toEqual([])
    expect(await log.append(batch.toReversed())).toHaveLength(2)
  })
})

test('a file that is opened with an earlier clock goes on from its last time', async () => {
  const path = scratchPath()
  const first = await openScratch({ path, clock: () => 500 })
  await append(first, 'item-1', -1, events(1, 1))
  await first.close()
  const second = await openScratch({ path, clock: () => 100 })
  expect(await append(second, 'item-1', 0, events(2, 2))).toMatchObject({ recordedAt: 500 })
})
