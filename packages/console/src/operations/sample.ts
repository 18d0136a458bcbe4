import type { Permission } from 'tidemark'
import { sample } from '../answers/sample.ts'
import { ConsoleError } from '../errors.ts'
import { type Asked, operation } from '../operation.ts'

/** What loading the sample needs: it defines items, moves and adjusts. */
const needed: readonly Permission[] = ['inventory.setup', 'inventory.write', 'inventory.adjust']

const showSample = operation({
  path: '/sample',
  summary: 'The data that is offered to look around with while the workspace is empty.',
  needs: 'inventory.read',
  answer: sample,
  run: async (_input, asked) => answerOf(asked),
})

const loadSample = operation({
  method: 'post',
  path: '/sample',
  summary: 'Begins to load it into the empty workspace; `GET /sample` tells how far it has got.',
  needs: 'inventory.setup',
  body: {},
  answer: sample,
  run: async (_input, asked) => {
    if (asked.sample === null) throw new ConsoleError('NOT_FOUND', 'a sample')
    await assertMayBeTold(asked)
    await asked.sample.begin(asked.inventory)
    return answerOf(asked)
  },
})

const cancelSample = operation({
  method: 'post',
  path: '/sample/cancel',
  summary: 'Stops loading it; what was recorded stays, and loading it again goes on from there.',
  needs: 'inventory.setup',
  body: {},
  answer: sample,
  run: async (_input, asked) => {
    await assertMayBeTold(asked)
    asked.sample?.cancel()
    return answerOf(asked)
  },
})

/** Before anything is done: who was refused the answer would take it for not done. */
async function assertMayBeTold(asked: Asked): Promise<void> {
  await answerOf(asked)
}

async function answerOf({ sample, inventory, who }: Asked) {
  const isEmpty = (await inventory.head()).events === 0
  if (sample === null) return { isEmpty, offered: null, loading: null }
  const { title, credit, movements } = sample.sample
  const loading = sample.loading()
  const mayLoad = needed.every((permission) => who.permissions.includes(permission))
  const isBroken = loading?.state === 'cancelled' || loading?.state === 'failed'
  const isOffered = mayLoad && (isBroken || (loading === null && isEmpty))
  return {
    isEmpty,
    offered: isOffered ? { title, credit, movements } : null,
    loading: loading === null ? null : { ...loading, movements },
  }
}

export const sampleOperations = [showSample, loadSample, cancelSample]
