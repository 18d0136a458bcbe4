import { parseArgs } from 'node:util'

/** What the program was asked to do. */
export interface Options {
  readonly url: string
  /** Only cases whose name contains one of these; all when there is none. */
  readonly only: readonly string[]
  readonly pauseBetweenMs: number | undefined
  readonly soakSeconds: number | undefined
  readonly acked: string | undefined
  readonly verify: string | undefined
}

/** The arguments cannot be used; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const usage = `usage: npm run -s conformance -- URL [options]

Checks an EventStoreDB or KurrentDB server, such as esdb://127.0.0.1:2113?tls=false, against what Tidemark relies on.
One line for each case; the last line is "N passed, N failed". It writes streams with random names and removes nothing:
use a server for tests. It can be run again and again on the same server.

  --only NAME          only cases whose name contains NAME; may be given several times
  --pause-between MS   waits after each case, so that the server can be killed and restarted between them
  --soak SECONDS       instead of the cases: appends and follows for so long, through any death of the server, then
                       checks that every acknowledged event is there once and every subscriber saw all in order
  --acked FILE         with --soak: adds every acknowledged id to FILE, a line each, the moment it is acknowledged
  --verify FILE        instead of the cases: checks that every id in FILE is on the server exactly once
  --help               this text

Exit code: 0 when all passed, 1 when something failed or the server is away, 2 when the arguments cannot be used.`

/** Reads the arguments; 'help' when they ask for it. Throws `UsageError`. */
export function optionsFrom(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parsed(args)
  if (values.help) return 'help'
  const [url, ...others] = positionals
  if (url === undefined) throw new UsageError('the URL of a server is missing')
  if (others.length > 0) throw new UsageError(`one URL is enough; what is ${others.join(' ')}?`)
  const soakSeconds = amount('--soak', values.soak)
  if (soakSeconds === 0) throw new UsageError('--soak 0 proves nothing')
  const modes = [values.soak, values.verify, values['pause-between'] ?? values.only]
  if (modes.filter((mode) => mode !== undefined).length > 1) {
    throw new UsageError('--soak, --verify and the cases (--only, --pause-between) are three different runs')
  }
  if (values.acked !== undefined && soakSeconds === undefined)
    throw new UsageError('--acked goes with --soak')
  return {
    url,
    only: values.only ?? [],
    pauseBetweenMs: amount('--pause-between', values['pause-between']),
    soakSeconds,
    acked: values.acked,
    verify: values.verify,
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        'pause-between': { type: 'string' },
        soak: { type: 'string' },
        acked: { type: 'string' },
        verify: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function amount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`${name} takes a number, not ${text}`)
  return Number(text)
}
