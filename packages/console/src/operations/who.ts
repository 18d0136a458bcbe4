import { formatInstant } from 'tidemark'
import { head, health, me } from '../answers/who.ts'
import { operation } from '../operation.ts'
import { recordableBy } from '../recordable.ts'
import { version } from '../version.ts'

const showMe = operation({
  path: '/me',
  summary: 'Who is signed in, and what they may do.',
  needs: 'to be signed in',
  answer: me,
  run: async (_input, { who: { id, permissions } }) => ({
    id,
    permissions,
    records: recordableBy(permissions),
    version: version(),
  }),
})

const showHead = operation({
  path: '/head',
  summary: 'Where the log stands.',
  needs: 'inventory.read',
  answer: head,
  run: async (_input, { inventory }) => {
    const { recordedAt, ...rest } = await inventory.head()
    return { ...rest, recordedAt: recordedAt === null ? null : formatInstant(recordedAt) }
  },
})

export const whoOperations = [showMe, showHead]

/** Whether the log answers; nobody needs to be signed in to ask, and nothing else is told. */
export const healthOperation = operation({
  path: '/health',
  summary: 'Whether the console answers, and its log.',
  needs: null,
  answer: health,
  run: async (_input, { inventory }) => {
    await inventory.head()
    return { status: 'ok' as const }
  },
})
