import { TidemarkError } from '../errors.ts'
import { type Permission, permissions } from './permissions.ts'

/** Someone an inventory is opened for: who they are, and what they may do. */
export interface Principal {
  /** Recorded as the `actor` of every fact. */
  readonly id: string
  readonly permissions: readonly Permission[]
}

/**
 * Checks a principal, and takes a copy of it that nobody else can change.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for an id that no event could carry, or a permission there is none of.
 */
export function checkPrincipal({ id, permissions: granted }: Principal): Principal {
  const isName = typeof id === 'string' && id === id.trim() && id.length >= 1 && id.length <= 256
  if (!isName || !id.isWellFormed()) {
    throw new TidemarkError('INVALID_ARGUMENT', `principal ${JSON.stringify(id)}`)
  }
  const unknown = granted.find((one) => !permissions.includes(one))
  if (unknown !== undefined) {
    throw new TidemarkError(
      'INVALID_ARGUMENT',
      `permission ${JSON.stringify(unknown)} (${permissions.join(', ')})`,
    )
  }
  return { id, permissions: [...granted] }
}

/** Why a principal may not do something, `null` when they may. */
export function denialOf(
  { id, permissions: granted }: Principal,
  needs: readonly Permission[],
  doing: string,
): TidemarkError | null {
  const permission = needs.find((one) => !granted.includes(one))
  if (permission === undefined) return null
  return new TidemarkError('PERMISSION_DENIED', `${id} lacks ${permission} for ${doing}`, {
    actor: id,
    permission,
    operation: doing,
  })
}
