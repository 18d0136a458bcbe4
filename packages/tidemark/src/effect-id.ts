/**
 * The id of what a processor records because of an event: always the same for the same event, also in a copy of the
 * log, so that an effect which is recorded again after a crash is recorded once.
 *
 * @example
 * effectId('restock', event) // 'restock/main.item-tea@17'
 */
export function effectId(
  processor: string,
  event: { readonly stream: string; readonly revision: number },
): string {
  return `${processor}/${event.stream}@${event.revision}`
}
