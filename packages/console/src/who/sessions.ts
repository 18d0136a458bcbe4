import type { Principal } from 'tidemark'
import type { Admission } from './admission.ts'
import { hashOf, newSecret } from './secret.ts'

/** Who is signed in, by what their browser brings each time. */
export interface Sessions {
  /** Begins one, and gives the secret for the cookie. */
  begin(admission: Admission): string
  /** Who it is; `null` when there is no such session, or its time is over, or they are no longer let in. */
  find(secret: string): Promise<Principal | null>
  end(secret: string): void
}

const TWELVE_HOURS = 43_200_000

/** More people than any company has at one console; the longest signed in goes first. */
const MOST = 1000

/** Sessions in memory: they end with the process. */
export function sessions(now: () => number): Sessions {
  const byHash = new Map<string, { readonly admission: Admission; readonly until: number }>()
  return {
    begin(admission) {
      const secret = newSecret()
      byHash.set(hashOf(secret), { admission, until: now() + TWELVE_HOURS })
      for (const oldest of byHash.keys()) {
        if (byHash.size <= MOST) break
        byHash.delete(oldest)
      }
      return secret
    },
    async find(secret) {
      const hash = hashOf(secret)
      const session = byHash.get(hash)
      if (session === undefined) return null
      const principal = session.until > now() ? await session.admission.current() : null
      if (principal === null) byHash.delete(hash)
      return principal
    },
    end(secret) {
      byHash.delete(hashOf(secret))
    },
  }
}
