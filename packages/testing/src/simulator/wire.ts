import { type AppendResult, type EventLog, LogError, type RecordedEvent } from '@tidemark/log'
import type { Dice } from './dice.ts'

/** How often something goes wrong between a process and its log: once in so many calls; 0 is never. */
export interface FaultRates {
  /** An append does not arrive. */
  readonly lostRequest: number
  /** An append is written, and nobody is told. */
  readonly lostAnswer: number
  /** An append, or the answer to it, is on its way for a while. */
  readonly delay: number
  /** A read breaks off, or cannot begin. */
  readonly brokenRead: number
}

/** Something on its way, until it goes on or is dropped. */
export interface OnItsWay {
  readonly process: string
  readonly what: string
  goOn(): void
  drop(): void
}

/** The wires between processes and a log. */
export interface Wires {
  /** What is on its way, the oldest first. */
  readonly onTheirWay: OnItsWay[]
  /** How often each fault struck. */
  readonly faults: { [fault in keyof FaultRates]: number }
  /** Connects a process with the log. */
  connect(process: string): Connection
  /** Lets nothing go wrong from now on, and what is on its way arrive. */
  calm(): void
}

/** What a process sees of the log. */
export interface Connection {
  readonly log: EventLog
  /** How many calls of the process wait for something on its way. */
  waiting(): number
  /** Ends the process: nothing comes back to it; what it sent may still arrive. */
  kill(): void
}

const never = new Promise<never>(() => undefined)

/** Wires to the log there is at the time, with faults drawn from dice. */
export function wiresTo(rawLog: () => EventLog, dice: Dice, rates: FaultRates): Wires {
  const onTheirWay: OnItsWay[] = []
  const faults = { lostRequest: 0, lostAnswer: 0, delay: 0, brokenRead: 0 }
  let isCalm = false
  const strikes = (fault: keyof FaultRates) => {
    const struck = !isCalm && rates[fault] > 0 && dice.oneIn(rates[fault])
    if (struck) faults[fault]++
    return struck
  }
  const connect = (process: string): Connection => {
    let alive = true
    let waiting = 0
    const check = async () => {
      if (!alive) await never
      if (strikes('brokenRead')) throw unavailable('read')
    }
    const onItsWay = async (what: string) => {
      waiting++
      const arrives = await new Promise<boolean>((resolve) => {
        const leave = (arrived: boolean) => {
          onTheirWay.splice(onTheirWay.indexOf(thing), 1)
          waiting--
          resolve(arrived)
        }
        const thing = { process, what, goOn: () => leave(true), drop: () => leave(false) }
        onTheirWay.push(thing)
      })
      if (!arrives) throw unavailable(what)
    }
    const append = async (...call: Parameters<EventLog['append']>): Promise<AppendResult[]> => {
      if (!alive) await never
      if (strikes('lostRequest')) throw unavailable('request')
      if (strikes('delay')) await onItsWay('request')
      const results = await rawLog().append(...call)
      if (strikes('delay')) await onItsWay('answer')
      if (!alive) await never
      if (strikes('lostAnswer')) throw unavailable('answer')
      return results
    }
    const inPieces = async function* (read: () => AsyncIterable<readonly RecordedEvent[]>) {
      await check()
      for await (const chunk of read()) {
        for (let at = 0; at < chunk.length; ) {
          const size = 1 + dice.below(chunk.length)
          yield chunk.slice(at, at + size)
          at += size
          await check()
        }
      }
    }
    const log: EventLog = {
      atomicAcrossStreams: rawLog().atomicAcrossStreams,
      append,
      find: async (...call) => check().then(() => rawLog().find(...call)),
      revision: async (stream) => check().then(() => rawLog().revision(stream)),
      readStream: (...call) => inPieces(() => rawLog().readStream(...call)),
      readAll: (...call) => inPieces(() => rawLog().readAll(...call)),
      follow: async function* (...call) {
        for await (const step of rawLog().follow(...call)) {
          if (!alive) await never
          yield step
        }
      },
      head: async () => check().then(() => rawLog().head()),
      // The log goes on without this process.
      close: async () => undefined,
    }
    return {
      log,
      waiting: () => waiting,
      kill: () => {
        alive = false
      },
    }
  }
  const calm = () => {
    isCalm = true
    for (const thing of [...onTheirWay]) thing.goOn()
  }
  return { onTheirWay, faults, connect, calm }
}

function unavailable(what: string): LogError {
  return new LogError('LOG_UNAVAILABLE', `the ${what} was lost on its way`)
}
