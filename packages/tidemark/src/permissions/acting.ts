import { TidemarkError } from '../errors.ts'
import { answersAtOnce, type Need, needOfOperation } from './permissions.ts'
import { denialOf, type Principal } from './principal.ts'

/**
 * The same object for a principal: each of its operations, and of the objects it has, is checked before it begins.
 *
 * A view is not checked again: whoever holds one was allowed to read it.
 */
export function actingAs<Target extends object>(target: Target, principal: Principal, path = ''): Target {
  return new Proxy(target, {
    get(inner, name) {
      // Asked of the object itself, whose private parts a proxy does not have.
      const value: unknown = Reflect.get(inner, name, inner)
      if (typeof name === 'symbol' || name in Object.prototype) return value
      if (typeof value === 'function') return checked(inner, value, path + name, principal)
      return typeof value === 'object' && value !== null
        ? actingAs(value, principal, `${path}${name}.`)
        : value
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  })
}

function checked(target: object, method: object, operation: string, principal: Principal) {
  return (...args: readonly unknown[]): unknown => {
    const denial = denialOfNeed(principal, needOf(operation), operation)
    // Whatever was a function is called as one.
    if (denial === null) return Reflect.apply(method as () => unknown, target, args)
    if (answersAtOnce.has(operation)) throw denial
    return Promise.reject(denial)
  }
}

function needOf(operation: string): Need {
  return Object.hasOwn(needOfOperation, operation) ? (needOfOperation[operation] ?? 'the host') : 'the host'
}

function denialOfNeed(principal: Principal, need: Need, operation: string): TidemarkError | null {
  if (need === 'of its events') return null
  if (need !== 'the host') return denialOf(principal, typeof need === 'string' ? [need] : need, operation)
  return new TidemarkError('PERMISSION_DENIED', `${operation} is for the host itself, not ${principal.id}`, {
    actor: principal.id,
    permission: null,
    operation,
  })
}
