import {
  type CostingPolicy,
  companyStream,
  defaultPolicy,
  foldCompany,
  type KnownEvent,
  newCompany,
} from '@tidemark/domain'
import { type EventLog, NO_STREAM } from '@tidemark/log'
import { Periods } from '../reading/periods.ts'
import { decode, nothingInterned } from '../reading/stored-event.ts'

/** What the company stream says that decides over refusals. */
export interface CompanyState {
  readonly closedThrough: number | null
  /** Whether stock below zero is refused at some time, by some policy. */
  readonly everRefusesNegative: boolean
}

/** Reads the company stream anew only when it has grown. */
export class CompanyStateReader {
  readonly #log: EventLog
  readonly #prefix: string
  readonly #periods = new Periods()
  #policies: CostingPolicy[] = [defaultPolicy]
  readonly #interned = nothingInterned()
  #revision = NO_STREAM
  #turn: Promise<unknown> = Promise.resolve()

  constructor(log: EventLog, prefix: string) {
    this.#log = log
    this.#prefix = prefix
  }

  /** One after another: two that read the same events would take them twice. */
  read(): Promise<CompanyState> {
    const read = this.#turn.then(() => this.#readOn())
    this.#turn = read.catch(() => undefined)
    return read
  }

  async #readOn(): Promise<CompanyState> {
    const stream = this.#prefix + companyStream
    const revision = await this.#log.revision(stream)
    if (revision > this.#revision) {
      const from = this.#revision + 1
      for await (const chunk of this.#log.readStream(stream, { from, to: revision })) {
        for (const recorded of chunk) {
          const decoded = decode(recorded, this.#prefix, this.#interned)
          if ('event' in decoded) this.#take(decoded.event)
        }
      }
      this.#revision = revision
    }
    return {
      closedThrough: this.#periods.closedThrough,
      everRefusesNegative: this.#policies.some((policy) => policy.negativeStock === 'refuse'),
    }
  }

  #take(event: KnownEvent): void {
    this.#periods.add(event)
    if (event.type === 'CostingPolicySet') this.#policies.push(foldCompany(newCompany, event).policy)
  }
}
