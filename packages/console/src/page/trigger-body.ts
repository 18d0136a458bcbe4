import type { TriggersAnswer } from '../answers/rules.ts'
import { Failure } from './api.ts'
import type { Field } from './movement-forms.ts'

type Trigger = TriggersAnswer['items'][number]
type Texts = Readonly<Record<string, string>>

/** What sets a trigger off, in one text: its condition, else the types of its events. */
export function occasionOf({ when, on }: Pick<Trigger, 'when' | 'on'>): string {
  return when ?? on.join(', ')
}

/** The fields for the values asked for, two for each, and what they are filled with: those there are and one more. */
export function filterFields(where: Texts): { readonly fields: readonly Field[]; readonly filled: Texts } {
  const pairs = [...Object.entries(where), ['', '']]
  return {
    fields: pairs.flatMap((_, index): readonly Field[] => [
      {
        name: `filter.${index}`,
        title: index === 0 ? 'Only where, such as group or reason' : 'And where',
        kind: 'text',
      },
      { name: `value.${index}`, title: 'is', kind: 'text' },
    ]),
    filled: Object.fromEntries(
      pairs.flatMap(([name = '', value = ''], index) => [
        [`filter.${index}`, name],
        [`value.${index}`, value],
      ]),
    ),
  }
}

/** A trigger as it is sent; of one that was set, what sets it off stays as it is unless something else is chosen. */
export function triggerBody(typed: Texts, set?: Pick<Trigger, 'when' | 'on'>): object {
  const { when = '', backfill, item, branch, cooldown, template } = typed
  const where = filtersIn(typed)
  return {
    ...(set !== undefined && when === occasionOf(set) ? occasionSet(set) : occasionChosen(when)),
    item,
    branch,
    cooldown,
    template,
    ...(Object.keys(where).length === 0 ? {} : { where }),
    ...(backfill === 'yes' ? { backfill: true } : {}),
  }
}

/** The condition of a trigger may be on fewer types of events than can bring it about. */
function occasionSet({ when, on }: Pick<Trigger, 'when' | 'on'>): object {
  return when === null ? { on } : { when, on }
}

function occasionChosen(occasion: string): object {
  return /^[a-z]/.test(occasion) ? { when: occasion } : { on: [occasion] }
}

function filtersIn(typed: Texts): Texts {
  const indices = Object.keys(typed).flatMap((name) => /^(?:filter|value)\.(\d+)$/.exec(name)?.[1] ?? [])
  return Object.fromEntries(
    [...new Set(indices)].map((index) => {
      const [name, value] = [typed[`filter.${index}`], typed[`value.${index}`]]
      if (name === undefined) throw new Failure('MISSING', `What is ${value}?`, `filter.${index}`)
      if (value === undefined) throw new Failure('MISSING', `What ${name} is, is missing.`, `value.${index}`)
      return [name, value]
    }),
  )
}
