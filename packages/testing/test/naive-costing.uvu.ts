import { equal, ok } from 'node:assert/strict'
import { stockProjection } from '@tidemark/domain'
import {
  arbitraryHistory,
  defineLaw,
  type History,
  type HistoryOptions,
  knownEvents,
  movementLine,
  mustBeSame,
} from '@tidemark/testing'
import { createTimeline } from '@tidemark/timeline'
import fc from 'fast-check'
import { suite } from 'uvu'
import { figuresOfBooks, figuresOfView } from './naive/figures.ts'
import { booksOf } from './naive/fold.ts'
import type { Entry } from './naive/what-happened.ts'
import { trials } from './trials.ts'

const branches = ['A', 'B', 'C']

/** The log as a naive reader has it. */
function entriesOf(history: History): readonly Entry[] {
  return history.map(({ event }, index) => ({ event, position: index + 1 }))
}

/** Where to look: at an instant and a point of knowledge, each a part of what there is. */
interface Look {
  readonly instant: number
  readonly knowledge: number
}

const looks = fc.array(fc.record({ instant: fc.nat(99), knowledge: fc.nat(99) }), { maxLength: 3 })

/** The instants of a history, in order. */
function instantsOf(history: History): readonly number[] {
  return history.map(({ event }) => new Date(event.occurredAt).getTime()).sort((a, b) => a - b)
}

/** Everything at the end, and what was known of the past at each of the looks. */
function pairsOf(history: History, asked: readonly Look[]) {
  const instants = instantsOf(history)
  const at = (part: number) => instants[Math.floor((part * instants.length) / 100)] ?? 0
  const end = { asOf: Number.MAX_SAFE_INTEGER, knownThrough: history.length }
  return [
    end,
    ...asked.map(({ instant, knowledge }) => ({
      asOf: at(instant),
      knownThrough: Math.floor((knowledge * (history.length + 1)) / 100),
    })),
  ]
}

/** Compares both at the end of a history and at each of the looks. Returns how many figures were compared. */
function mustAgree(history: History, asked: readonly Look[]): number {
  const timeline = createTimeline(stockProjection, { sliceFacts: 4 })
  timeline.add(knownEvents(history))
  const entries = entriesOf(history)
  const items = new Set(history.flatMap(({ event }) => ('item' in event ? [event.item ?? ''] : [])))
  let compared = 0
  for (const { asOf, knownThrough } of pairsOf(history, asked)) {
    const view = timeline.view({ asOf, knownThrough })
    const known = entries.filter(({ position }) => position <= knownThrough)
    for (const item of items) {
      const naive = figuresOfBooks(booksOf(known, item, asOf), branches)
      mustBeSame(
        figuresOfView(view, item, branches),
        naive,
        `${item} as of ${asOf}, known through ${knownThrough}`,
      )
      for (const figures of naive.values()) compared += Object.keys(figures).length
    }
  }
  return compared
}

function agreement(name: string, options: HistoryOptions) {
  let compared = 0
  const law = defineLaw({
    name,
    statement: 'Every figure of the engine is the one that plain loops over all facts come to.',
    cases: fc.record({ history: arbitraryHistory(options), asked: looks }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    holds: ({ history, asked }) => {
      compared += mustAgree(history, asked)
    },
  })
  return { law, compared: () => compared }
}

const test = suite('a naive second implementation of costing')

const kinds: readonly (readonly [string, number, HistoryOptions])[] = [
  ['one item, everything that can happen', 1500, { items: 1, size: 30 }],
  ['long histories', 200, { items: 1, size: 100 }],
  [
    'two branches, no corrections, parameters that change',
    600,
    { items: 1, branches: 2, corrections: false },
  ],
  ['late entries and corrections under the defaults', 600, { items: 1, branches: 2, policies: false }],
  ['stock that is never negative', 150, { items: 1, branches: 2, negative: false }],
  ['numbers beyond 64 bits', 300, { items: 2, huge: true }],
]

for (const [name, runs, options] of kinds) {
  test(`${name}: it and the engine agree on every figure`, async () => {
    const { law, compared } = agreement(name, options)
    await law.check(trials(runs))
    ok(compared() > runs, 'hardly anything was compared')
  })
}

test('it is able to disagree', () => {
  const event = {
    id: '1',
    occurredAt: '2027-01-04T00:00:00Z',
    item: 'I1',
    branch: 'A',
    quantity: '3',
  } as const
  const received = { ...event, type: 'StockReceived', totalCost: '10' } as const
  const books = booksOf([{ event: received, position: 1 }], 'I1', Number.MAX_SAFE_INTEGER)
  const timeline = createTimeline(stockProjection)
  timeline.add(knownEvents([{ event: { ...received, totalCost: '11' }, recordedAt: '2027-01-04T00:00:00Z' }]))
  const [naive] = figuresOfBooks(books, ['A']).values()
  const [engine] = figuresOfView(timeline.view({ asOf: Date.UTC(2028) }), 'I1', ['A']).values()
  equal(naive?.value, 10_000_000n)
  equal(engine?.value, 11_000_000n)
})

test.run()
