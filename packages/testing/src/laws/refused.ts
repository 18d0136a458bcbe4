import fc from 'fast-check'
import type { InventoryEventInput } from 'tidemark'
import { hostileEvents, hostileLines } from '../generators/hostile.ts'
import { knownEvents, movementLine } from '../generators/known.ts'
import { cutsOf, picks, splitAt } from './cuts.ts'
import {
  digestsAt,
  historiesOf,
  type InventorySubject,
  recordOneByOne,
  withInventory,
} from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { NotTheSame } from './law-broken.ts'
import { mustBeSame } from './same.ts'

/** What is no event is refused whole, and says why. */
export function refusalsLeaveNothingBehind(subject: InventorySubject): Law {
  return defineLaw({
    name: 'what is refused leaves nothing behind',
    statement:
      'Events recorded together with something that is none are refused all together with an error that has a code, and head and digests stay.',
    cases: fc.record({ history: historiesOf(subject), first: picks, hostile: hostileEvents(), at: picks }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ history, first, hostile }) =>
      `${fc.stringify(hostile)} among what follows event ${splitAt(history, first)[0].length}`,
    holds: async ({ history, first, hostile, at }) => {
      const [before, after] = splitAt(history, first)
      const instants = cutsOf(knownEvents(history))
      await withInventory(subject.open, async (opened) => {
        await recordOneByOne(opened, before)
        const state = async () => ({
          events: (await opened.inventory.head()).events,
          digests: await digestsAt(opened, instants),
        })
        const expected = await state()
        const batch: unknown[] = after.map(({ event }) => event)
        batch.splice(at(batch.length + 1), 0, hostile)
        // What is no event is handed in as if it were one, as a host without types may.
        await mustBeRefused(opened.inventory.record(batch as InventoryEventInput[]))
        mustBeSame(await state(), expected, 'after the refusal')
      })
    },
  })
}

async function mustBeRefused(recording: Promise<unknown>): Promise<void> {
  const error = await recording.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error === null) throw new NotTheSame('it was recorded')
  if (error instanceof Error && 'code' in error && /^[A-Z_]+$/.test(String(error.code))) return
  throw new NotTheSame(`refused without a code: ${error instanceof Error ? error.stack : String(error)}`)
}

/** A bad line of a file takes no good one with it. */
export function importsTakeWhatIsGood(subject: InventorySubject): Law {
  return defineLaw({
    name: 'an import refuses bad lines, and those alone',
    statement:
      'Of a movement file with lines in it that are none, every such line is told with its number and a code, and the others are imported as if it had not been there.',
    cases: fc.record({
      history: historiesOf(subject),
      hostile: fc.array(fc.record({ line: hostileLines(), before: picks }), { minLength: 1, maxLength: 3 }),
      chunk: fc.integer({ min: 1, max: 400 }),
    }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ hostile, chunk }) =>
      `${hostile.map(({ line }) => fc.stringify(Buffer.from(line).toString().slice(0, 60))).join(', ')} in it, read by ${chunk} bytes`,
    holds: async ({ history, hostile, chunk }) => {
      const good = history.map(({ event }) => Buffer.from(JSON.stringify(event)))
      const lines: { bytes: Uint8Array; bad: boolean }[] = good.map((bytes) => ({ bytes, bad: false }))
      for (const { line, before } of hostile)
        lines.splice(before(lines.length + 1), 0, { bytes: line, bad: true })
      const clean = await imported(subject, history, good, chunk)
      const mixed = await imported(
        subject,
        history,
        lines.map(({ bytes }) => bytes),
        chunk,
      )
      mustBeSame(mixed.digests, clean.digests, 'the digest')
      const bad = lines.flatMap(({ bad }, index) => (bad ? index + 1 : []))
      // What a library refuses of good lines (a correction of what comes later, say) it refuses either way.
      const refused = mixed.rejected.filter((number) => lines[number - 1]?.bad)
      mustBeSame(refused, bad, 'the numbers of the lines refused')
      mustBeSame(mixed.rejected.length, clean.rejected.length + bad.length, 'how many lines were refused')
    },
  })
}

async function imported(
  { open }: InventorySubject,
  history: Parameters<typeof knownEvents>[0],
  lines: readonly Uint8Array[],
  chunk: number,
) {
  const known = knownEvents(history)
  const now = known.at(-1)?.recordedAt ?? 0
  return withInventory(
    () => open(() => now),
    async (opened) => {
      const rejected: number[] = []
      await opened.inventory.import(bytesOf(lines, chunk), {
        onReject: ({ line, code }) => {
          if (code === '') throw new NotTheSame(`line ${line} was refused without a code`)
          rejected.push(line)
        },
      })
      return { rejected, digests: await digestsAt(opened, cutsOf(known)) }
    },
  )
}

async function* bytesOf(lines: readonly Uint8Array[], chunk: number): AsyncGenerator<Uint8Array> {
  const whole = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
  for (let at = 0; at < whole.length; at += chunk) yield whole.subarray(at, at + chunk)
}
