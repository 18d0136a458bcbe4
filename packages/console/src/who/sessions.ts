import type { Principal } from 'tidemark'
import type { Admission } from './admission.ts'
import { hashOf, newSecret } from './secret.ts'
import type { SessionFile } from './session-file.ts'

/** Who is signed in, by what their browser brings each time. */
export interface Sessions {
  /** Begins one, and gives the secret for the cookie. */
  begin(admission: Admission): Promise<string>
  /** Who it is; `null` when there is no such session, or its time is over, or they are no longer let in. */
  find(secret: string): Promise<Principal | null>
  end(secret: string): Promise<void>
}

const TWELVE_HOURS = 43_200_000

/** More people than any company has at one console; the longest signed in goes first. */
const MOST = 1000

interface Session {
  readonly admission: Admission
  readonly until: number
}

/** Sessions in memory; with a file they outlive the process, so that nobody is shown out when it is started again. */
export function sessions(now: () => number, file?: SessionFile): Sessions {
  let known: Promise<Map<string, Session>> | undefined
  const all = () => {
    known ??= restored(file, now())
    return known
  }

  async function keep(byHash: ReadonlyMap<string, Session>): Promise<void> {
    const kept = [...byHash].flatMap(([hash, { admission, until }]) =>
      admission.id === undefined ? [] : [{ hash, admission: admission.id, until }],
    )
    await file?.write(kept)
  }

  return {
    async begin(admission) {
      const secret = newSecret()
      const byHash = await all()
      byHash.set(hashOf(secret), { admission, until: now() + TWELVE_HOURS })
      for (const [hash, { until }] of byHash) if (until <= now()) byHash.delete(hash)
      for (const oldest of byHash.keys()) {
        if (byHash.size <= MOST) break
        byHash.delete(oldest)
      }
      await keep(byHash)
      return secret
    },
    async find(secret) {
      const hash = hashOf(secret)
      const byHash = await all()
      const session = byHash.get(hash)
      if (session === undefined) return null
      const principal = session.until > now() ? await session.admission.current() : null
      if (principal === null) byHash.delete(hash)
      return principal
    },
    async end(secret) {
      const byHash = await all()
      if (byHash.delete(hashOf(secret))) await keep(byHash)
    },
  }
}

async function restored(file: SessionFile | undefined, now: number): Promise<Map<string, Session>> {
  const byHash = new Map<string, Session>()
  for (const { hash, admission, until } of (await file?.read()) ?? []) {
    if (until > now && file !== undefined) byHash.set(hash, { admission: file.readmit(admission), until })
  }
  return byHash
}
