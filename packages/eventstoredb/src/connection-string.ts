import { readFileSync } from 'node:fs'
import { LogError } from '@tidemark/log'

/** What the adapter itself reads out of a connection string; the rest is the client's. */
export interface ConnectionTarget {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** A cluster: the node that answers may not have yet what another one has shown. */
  readonly severalNodes: boolean
  readonly certificateAuthority: string | undefined
  /** The string without credentials, for messages. */
  readonly shown: string
  readonly credentialsDropped: boolean
}

const SHAPE =
  /^esdb(?<discover>\+discover)?:\/\/(?:(?<credentials>[^/?@]*)@)?(?<host>[^:,/?@]+)(?::(?<port>\d+))?(?<rest>.*)$/

/**
 * Reads a connection string. Throws `INVALID_ARGUMENT`, without showing its credentials.
 *
 * @example
 * connectionTarget('esdb://127.0.0.1:2113?tls=false').secure // false
 */
export function connectionTarget(connectionString: string): ConnectionTarget {
  const { groups } = SHAPE.exec(connectionString) ?? {}
  if (groups?.host === undefined) {
    const what =
      'the connection string must look like esdb://host:2113?tls=false or esdb+discover://user:password@host:2113'
    throw new LogError('INVALID_ARGUMENT', what)
  }
  const { credentials, host, port, rest = '' } = groups
  const secure = !/[?&]tls=false\b/i.test(rest)
  return {
    host,
    port: Number(port ?? 2113),
    secure,
    severalNodes: groups.discover !== undefined || rest.startsWith(','),
    certificateAuthority: authority(rest),
    shown: connectionString.replace(/\/\/[^/?]*@/, '//'),
    credentialsDropped: credentials !== undefined && !secure,
  }
}

function authority(rest: string): string | undefined {
  const path = /[?&]tlsCAFile=([^&?]+)/i.exec(rest)?.[1]
  if (path === undefined) return undefined
  try {
    return readFileSync(decodeURIComponent(path), 'utf8')
  } catch (cause) {
    throw new LogError('INVALID_ARGUMENT', `tlsCAFile ${decodeURIComponent(path)} cannot be read`, {}, cause)
  }
}
