import { isEventType } from '@tidemark/domain'

/** The first of some types that no event has, a misspelt one say: whoever waits for such events waits for ever. */
export function unknownType(types: readonly string[] | undefined): string | null {
  return types?.find((type) => !isEventType(type)) ?? null
}
