import { eventStoreLog } from '../src/index.ts'
import { ownConnection } from './case.ts'
import type { Acked } from './soak/acked-file.ts'
import type { Tally } from './tally.ts'

/** So many of what is wrong are listed; all are counted. */
const LISTED = 20

/** Checks that each acknowledged event is on the server exactly once, at the place that was told. */
export async function verifyAcked(url: string, acked: readonly Acked[], results: Tally): Promise<void> {
  if (acked.length === 0) return results.fail('acknowledged ids', 'there is none, which proves nothing')
  const wrong = await wrongAmong(url, acked)
  for (const [name, error] of wrong.slice(0, LISTED)) results.fail(name, error)
  results.count(acked.length - wrong.length, Math.max(0, wrong.length - LISTED))
}

/** What is not as it was acknowledged: its stream and id, and how it is instead. */
export async function wrongAmong(
  url: string,
  acked: readonly Acked[],
): Promise<readonly (readonly [name: string, how: string])[]> {
  const places = await placesOf(
    url,
    acked.map(({ stream }) => stream),
  )
  const told = new Map<string, number>()
  return acked.flatMap(({ stream, id, position }) => {
    const name = key(stream, id)
    const found = places.get(name) ?? []
    const often = (told.get(name) ?? 0) + 1
    told.set(name, often)
    const how = often > 1 ? 'was acknowledged as new more than once' : wrongWith(found, position)
    return how === undefined ? [] : [[name, how] as const]
  })
}

function wrongWith(found: readonly number[], told: number | null): string | undefined {
  if (found.length !== 1) return `is there ${found.length} times, not once`
  if (told === null || found[0] === told) return undefined
  return `stands at ${found[0]}, not at ${told} as acknowledged`
}

/** Where the events of some streams stand on the server, by stream and id. */
async function placesOf(url: string, streams: readonly string[]): Promise<ReadonlyMap<string, number[]>> {
  const log = eventStoreLog({ connectionString: ownConnection(url), timeoutMs: 30_000 })
  const places = new Map<string, number[]>()
  try {
    for await (const chunk of log.readAll({ streamPrefixes: [...new Set(streams)] })) {
      for (const { stream, id, position } of chunk) {
        const there = places.get(key(stream, id))
        if (there === undefined) places.set(key(stream, id), [position])
        else there.push(position)
      }
    }
  } finally {
    await log.close()
  }
  return places
}

function key(stream: string, id: string): string {
  return `${stream} ${id}`
}
