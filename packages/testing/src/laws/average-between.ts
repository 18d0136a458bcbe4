import type { KnownEvent, KnownOf } from '@tidemark/domain'
import { type Micros, multiply } from '@tidemark/projection'
import { arbitraryHistory } from '../generators/history.ts'
import { knownEvents } from '../generators/known.ts'
import { cutsOf, instantText } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { NotTheSame } from './law-broken.ts'
import type { StockSubject } from './stock-subject.ts'
import { timelineOf } from './subject.ts'

/** Trade at what things cost, with no charges but those on receipts. */
const trade = arbitraryHistory({
  items: 2,
  branches: 2,
  size: 15,
  kinds: ['StockReceived', 'StockSold', 'StockReturnedToSupplier', 'StockTransferred'],
  negative: false,
}).map((history) => knownEvents(history).map(withoutTransferCharges))

function withoutTransferCharges(event: KnownEvent): KnownEvent {
  if (event.type !== 'StockTransferred') return event
  const { charges: _, ...plain } = event
  return plain
}

/** An average is one of something. */
export function averageStaysBetweenCosts(subject: StockSubject): Law {
  return defineLaw({
    name: 'an average lies between the lowest and the highest cost',
    statement:
      'While stock stays at zero or above and nothing but receipts brings cost in, the value of an item at a branch is what is on hand at some cost between the lowest and the highest it was landed at.',
    cases: trade,
    history: (sources) => sources.map(subject.line),
    holds: (sources) => {
      const timeline = timelineOf(subject, sources)
      for (const asOf of cutsOf(sources)) {
        const until = sources.filter(({ occurredAt }) => occurredAt <= asOf)
        timeline.view({ asOf }).each((item, records) => {
          const worths = until.flatMap((event) =>
            event.type === 'StockReceived' && event.item === item ? landed(event) : [],
          )
          records.branch.each((branch, stock) => {
            // Every movement rounds by half a micro at most, at each of its branches.
            const slack = BigInt(until.length)
            mustLieBetween(stock, worths, slack, `as of ${instantText(asOf)}, ${item} at ${branch}`)
          })
        })
      }
    },
  })
}

/** So many, landed for so much in all. */
interface Worth {
  readonly quantity: Micros
  readonly cost: Micros
}

function landed(receipt: KnownOf<'StockReceived'>): Worth {
  const { quantity, unitCost = 0n, totalCost, charges = [] } = receipt
  const bare = totalCost ?? multiply(quantity, unitCost)
  return { quantity, cost: charges.reduce((sum, { amount }) => sum + amount, bare) }
}

/** Compared crosswise, so that nothing is divided: value / on hand against cost / quantity. */
function mustLieBetween(
  { onHand, value }: { readonly onHand: Micros; readonly value: Micros },
  worths: readonly Worth[],
  slack: Micros,
  at: string,
): void {
  const above = worths.some(({ quantity, cost }) => (value + slack) * quantity >= cost * onHand)
  const below = worths.some(({ quantity, cost }) => (value - slack) * quantity <= cost * onHand)
  if (worths.length === 0 || (above && below)) return
  const what = above ? 'above the highest' : 'below the lowest'
  throw new NotTheSame(`${at}: ${onHand} micros on hand are worth ${value}, ${what} landed cost`)
}
