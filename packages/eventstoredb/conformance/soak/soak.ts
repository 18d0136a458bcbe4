import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Position } from '@tidemark/log'
import { eventStoreLog } from '../../src/index.ts'
import { ownConnection } from '../case.ts'
import type { Tally } from '../tally.ts'
import type { Acked } from './acked-file.ts'
import { checkAcknowledged, checkSeen } from './checks.ts'
import { progress } from './progress.ts'
import { subscribers } from './subscribers.ts'
import { untilKnown } from './until-known.ts'
import { WRITERS, writers } from './writers.ts'

/** What to soak, for how long, and where to say what was acknowledged. */
export interface Soak {
  readonly url: string
  readonly seconds: number
  readonly acknowledge: (acked: readonly Acked[]) => void
  readonly out: (line: string) => void
}

/** So long a server may stay away at the end, in milliseconds. */
const COMES_BACK_MS = 120_000

/** Appends and follows, through any death of the server, then checks what was acknowledged and what was seen. */
export async function runSoak({ url, seconds, acknowledge, out }: Soak, results: Tally): Promise<void> {
  const prefix = `soak-${randomUUID()}-`
  const open = () => eventStoreLog({ connectionString: ownConnection(url) })
  // Like four processes, and a fifth that looks after them.
  const [writing, following, own] = [[open(), open()], [open(), open()], open()]
  const stop = new AbortController()
  const giveUp = new AbortController()
  const nothingMore = Promise.withResolvers<Position>()
  const acked: Acked[] = []
  try {
    const after = await own.head()
    out(`soaking for ${seconds} s: ${WRITERS} writers, streams ${prefix}*`)
    const shown = progress(out)
    const followers = subscribers(following, prefix, {
      after,
      last: nothingMore.promise,
      giveUp: giveUp.signal,
    })
    const written = writers(writing, prefix, {
      stop: stop.signal,
      giveUp: giveUp.signal,
      onRepeat: shown.repeated,
      acknowledge(some) {
        acknowledge(some)
        acked.push(...some)
        shown.acknowledged(some.length)
      },
    })
    const timeIsUp = sleep(seconds * 1_000, undefined, { signal: stop.signal }).catch(() => undefined)
    await Promise.race([timeIsUp, written])
    stop.abort()
    const tooLong = setTimeout(() => giveUp.abort(away), COMES_BACK_MS)
    const outcomes = await written
    shown.end()
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'rejected') results.fail(`writer ${index}`, outcome.reason)
    }
    nothingMore.resolve(await untilKnown(() => own.head(), giveUp.signal))
    await checkAcknowledged(url, acked, results)
    for (const subscriber of followers) await checkSeen(url, subscriber, after, results)
    clearTimeout(tooLong)
  } finally {
    giveUp.abort()
    await Promise.allSettled([...writing, ...following, own].map((log) => log.close()))
  }
}

const away = new Error(`the server stayed away for ${COMES_BACK_MS / 1_000} s at the end`)
