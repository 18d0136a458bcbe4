const PLACEHOLDER = /\[([^[\]]*)\]/g

/** As long as a name may be. */
const LONGEST_NAME = 256

/** The first placeholder of a template that is not one of those there are, `null` when all are. */
export function unknownPlaceholder(template: string, placeholders: readonly string[]): string | null {
  const found = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
  return found.find((name) => !placeholders.includes(name)) ?? null
}

/**
 * A template with its placeholders replaced, as the name of a snapshot: what has no value leaves no gap, and what is too
 * long is cut.
 *
 * @example
 * fillTemplate('Month-End [Month] [Year]', { Month: 'March', Year: '2027' }) // 'Month-End March 2027'
 */
export function fillTemplate(
  template: string,
  values: { readonly [placeholder: string]: string | undefined },
): string {
  const filled = template
    .replaceAll(PLACEHOLDER, (_, name: string) => values[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const cut = filled.slice(0, LONGEST_NAME).toWellFormed().trim()
  return cut === '' ? 'Snapshot' : cut
}
