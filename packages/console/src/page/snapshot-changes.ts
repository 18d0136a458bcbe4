import { Failure } from './api.ts'

/** What is said of a snapshot and may be changed; an empty description is none. */
interface Said {
  readonly name: string
  readonly description: string
}

/** What was changed of what is said of a snapshot. Something else may be said, not nothing. */
export function changesOf(before: Said, typed: Partial<Said>): Partial<Said> {
  const { name = '', description = '' } = typed
  if (description === '' && before.description !== '')
    throw new Failure('MISSING', 'A description is changed, not taken away.', 'description')
  return {
    ...(name === before.name ? {} : { name }),
    ...(description === before.description ? {} : { description }),
  }
}
