import { type JsonObject, LogError, type LogErrorCode } from '@tidemark/log'

interface Problem {
  /** The code by which a host that knows logs, but no servers, tells the error. */
  readonly code: LogErrorCode
  readonly fix: string
}

/** What can go wrong between Tidemark and a server: the code of the log's error, and what to check. */
export const eventStoreErrors = {
  SERVER_AWAY: {
    code: 'LOG_UNAVAILABLE',
    fix: 'check that the server runs, that host and port of the connection string are right, and that no firewall is between',
  },
  SERVER_SILENT: {
    code: 'LOG_UNAVAILABLE',
    fix: 'the server did not answer within the time limit; check its load, its disk and the network, or give the log a larger timeoutMs',
  },
  OUTCOME_UNKNOWN: {
    code: 'LOG_UNAVAILABLE',
    fix: 'the server did not say whether it wrote the events, or where; record them again with the same ids, which records them once',
  },
  NOT_EVENTSTOREDB: {
    code: 'LOG_NOT_OURS',
    fix: 'something answers there, but it is no EventStoreDB or KurrentDB; check the port (2113 by default) and what runs behind it',
  },
  WRONG_CREDENTIALS: {
    code: 'LOG_UNAVAILABLE',
    fix: 'the server refuses these credentials; check user name and password in the connection string (esdb://user:password@host:2113) and the rights of the user on the stream',
  },
  SERVER_HAS_NO_TLS: {
    code: 'LOG_UNAVAILABLE',
    fix: 'the server does not speak TLS, the connection string asks for it; add ?tls=false for a server started insecure, or give the server a certificate',
  },
  SERVER_HAS_TLS: {
    code: 'LOG_UNAVAILABLE',
    fix: 'the server speaks TLS, the connection string says tls=false; remove it, and add tlsCAFile=PATH when the certificate is of your own authority',
  },
  CERTIFICATE_REFUSED: {
    code: 'LOG_UNAVAILABLE',
    fix: 'the certificate of the server is not trusted; add tlsCAFile=PATH of the authority that signed it, and use a host name that stands in the certificate',
  },
  STREAM_LIMITED: {
    code: 'LOG_CORRUPT',
    fix: 'the stream has lost events, or is set to lose them ($maxAge, $maxCount or $tb in its metadata), which would change the past; remove the limit, and copy lost events back from a backup into an empty workspace',
  },
  STREAM_DELETED: {
    code: 'LOG_CORRUPT',
    fix: 'the stream has been deleted on the server, which would change the past; restore it from a backup',
  },
  POSITION_TOO_LARGE: {
    code: 'LOG_CORRUPT',
    fix: 'the server gives positions that JavaScript cannot count exactly; copy the workspace to a new server',
  },
  SERVER_REFUSED: {
    code: 'LOG_UNAVAILABLE',
    fix: 'the server refused the call; see the cause, and the log of the server',
  },
} as const satisfies Record<string, Problem>

/** The stable name of what went wrong. */
export type EventStoreProblem = keyof typeof eventStoreErrors

/**
 * An error of a log on EventStoreDB: `code` is that of any log, `problem` says more exactly what it is about.
 *
 * @example
 * if (error instanceof EventStoreError && error.problem === 'SERVER_AWAY') console.log(error.message)
 */
export class EventStoreError extends LogError {
  readonly problem: EventStoreProblem

  constructor(problem: EventStoreProblem, what: string, details: JsonObject = {}, cause?: unknown) {
    const { code, fix } = eventStoreErrors[problem]
    super(code, what, { problem, ...details }, cause)
    this.problem = problem
    // The fix of the code is about files; here it is about servers.
    this.message = `${what}: ${fix}`
  }
}
