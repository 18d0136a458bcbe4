import { type Column, columnsOf } from '@tidemark/tabular'
import { formatInstant, type Trigger } from 'tidemark'

/** A trigger as the command line shows it. */
export interface TriggerRow extends Omit<Trigger, 'setAt'> {
  readonly setAt: string
}

export function triggerRow(trigger: Trigger): TriggerRow {
  return { ...trigger, setAt: formatInstant(trigger.setAt) }
}

/** What is told of a trigger. */
export const triggerColumns: readonly Column<TriggerRow>[] = [
  ...columnsOf<TriggerRow>({ trigger: 'text', when: 'text' }),
  { name: 'on', kind: 'text', of: ({ on }) => on.join(',') },
  ...columnsOf<TriggerRow>({ item: 'text', branch: 'text' }),
  {
    name: 'where',
    kind: 'text',
    of: ({ where }) => {
      const pairs = Object.entries(where).map(([name, value]) => `${name}=${value}`)
      return pairs.length === 0 ? null : pairs.join(' ')
    },
  },
  ...columnsOf<TriggerRow>({ cooldown: 'text', template: 'text', backfill: 'text' }),
]
