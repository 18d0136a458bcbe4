import { isEventType, type KnownEvent } from '@tidemark/domain'
import { type EventLog, type RecordedEvent, START } from '@tidemark/log'
import { decode, nothingInterned } from '../reading/stored-event.ts'

/** Told each event, and who recorded it if that was said. */
type TakeRule = (event: KnownEvent, actor: string | undefined) => void

/** Reads the events of some streams of a workspace, each once, in the order of the log. */
export class RulesReader {
  readonly #log: EventLog
  readonly #prefix: string
  readonly #streams: readonly string[]
  readonly #take: TakeRule
  readonly #interned = nothingInterned()
  #position = START
  #reading: Promise<void> = Promise.resolve()

  /** The streams are named by what their names begin with, behind the prefix of the workspace. */
  constructor(log: EventLog, prefix: string, stream: string, take: TakeRule) {
    this.#log = log
    this.#prefix = prefix
    this.#streams = [prefix + stream]
    this.#take = take
  }

  /** Reads what the log holds by now. */
  catchUp(): Promise<void> {
    const reading = this.#reading.then(() => this.#readOn())
    // Its failure is the business of who asked for it; the next one tries again.
    this.#reading = reading.catch(() => undefined)
    return reading
  }

  async #readOn(): Promise<void> {
    const through = await this.#log.head()
    if (through <= this.#position) return
    const chunks = this.#log.readAll({ after: this.#position, through, streamPrefixes: this.#streams })
    for await (const chunk of chunks) {
      for (const recorded of chunk) {
        const decoded = isEventType(recorded.type)
          ? decode(recorded, this.#prefix, this.#interned)
          : undefined
        // What is damaged or foreign is among the anomalies of the workspace.
        if (decoded !== undefined && 'event' in decoded) this.#take(decoded.event, actorOf(recorded))
        this.#position = recorded.position
      }
    }
    this.#position = through
  }
}

function actorOf({ data }: RecordedEvent): string | undefined {
  return typeof data?.actor === 'string' ? data.actor : undefined
}
