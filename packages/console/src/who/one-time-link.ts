import { type Principal, permissions } from 'tidemark'
import type { Doorkeeper } from './admission.ts'
import { hasHash, hashOf, newSecret } from './secret.ts'

/** A doorkeeper whose secret works once. */
export interface OneTimeLink extends Doorkeeper {
  /** What goes into the link that is printed. */
  readonly secret: string
}

/** Lets in the first who brings the secret: whoever started the console, who may do all that can be done with it. */
export function oneTimeLink(principal: Principal = { id: 'console', permissions }): OneTimeLink {
  const secret = newSecret()
  const hash = hashOf(secret)
  let isUsed = false
  return {
    secret,
    async admit(brought) {
      if (!hasHash(brought, hash) || isUsed) return null
      isUsed = true
      return { current: async () => principal }
    },
  }
}
