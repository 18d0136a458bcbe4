import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { drift, snapshot, snapshots, verification } from '../answers/snapshots.ts'
import { operation } from '../operation.ts'
import { paged, pageQuery } from '../paging.ts'
import { toSnapshotAnswer } from '../snapshot-answer.ts'

const id = { id: name }

const text = z.string().trim().min(1).max(256)

const description = z
  .string()
  .trim()
  .max(256)
  .transform((given) => (given === '' ? undefined : given))
  .optional()
  .describe('An empty one is as good as none.')

const listSnapshots = operation({
  path: '/snapshots',
  summary: 'The snapshots, newest first, discarded ones too.',
  needs: 'inventory.read',
  query: {
    text: z.string().max(256).optional().describe('In the name or the description, in capitals or not.'),
    cause: z.enum(['manual', 'schedule', 'trigger']).optional(),
    from: name.optional().describe('Of this instant or a later one.'),
    to: name.optional().describe('Of this instant or an earlier one.'),
    schedule: name.optional().describe('Only those this schedule took.'),
    trigger: name.optional().describe('Only those this trigger took.'),
    ...pageQuery,
  },
  answer: snapshots,
  run: async ({ query }, { inventory }) => {
    const { text, cause, from, to, schedule, trigger } = query
    const all = await inventory.snapshots.list({ text, cause, from, to })
    const found = all.filter(
      ({ cause }) =>
        (schedule === undefined || cause.schedule === schedule) &&
        (trigger === undefined || cause.trigger === trigger),
    )
    const { items, pagination } = paged(found, query)
    return { items: items.map(toSnapshotAnswer), pagination }
  },
})

const createSnapshot = operation({
  method: 'post',
  path: '/snapshots',
  summary: 'Freezes now, or a past instant.',
  needs: 'inventory.snapshot.create',
  body: {
    id: text.optional().describe('Chosen by the caller, so that repeating the request changes nothing.'),
    name: text.optional(),
    description,
    asOf: name.optional(),
  },
  answer: snapshot,
  status: 201,
  run: async ({ body }, { inventory }) => toSnapshotAnswer(await inventory.snapshots.create(body)),
})

const showSnapshot = operation({
  path: '/snapshots/{id}',
  summary: 'One snapshot; its levels are `/levels?snapshot=ID`.',
  needs: 'inventory.read',
  params: id,
  answer: snapshot,
  run: async ({ params }, { inventory }) => toSnapshotAnswer(await inventory.snapshots.find(params.id)),
})

const describeSnapshot = operation({
  method: 'patch',
  path: '/snapshots/{id}',
  summary: 'Changes name or description; what it froze stays.',
  needs: 'inventory.snapshot.create',
  params: id,
  body: { name: text.optional(), description },
  answer: snapshot,
  run: async ({ params, body: { name, description } }, { inventory }) => {
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    }
    return toSnapshotAnswer(await inventory.snapshots.describe(params.id, change))
  },
})

const discardSnapshot = operation({
  method: 'post',
  path: '/snapshots/{id}/discard',
  summary: 'Marks it as no longer wanted; it stays listed, with the reason.',
  needs: 'inventory.snapshot.create',
  params: id,
  body: { reason: text },
  answer: snapshot,
  run: async ({ params, body }, { inventory }) =>
    toSnapshotAnswer(await inventory.snapshots.discard(params.id, body)),
})

const verifySnapshot = operation({
  path: '/snapshots/{id}/verification',
  summary: 'Replays it and compares the digests.',
  needs: 'inventory.read',
  params: id,
  answer: verification,
  run: async ({ params }, { inventory, signal }) => {
    const verified = await inventory.snapshots.verify(params.id, { signal })
    const { buckets: _b, firstDifference: _f, ...found } = verified
    return found
  },
})

const showDrift = operation({
  path: '/snapshots/{id}/drift',
  summary: 'What is known now of its instant that was not known then, with the entries that explain it.',
  needs: 'inventory.read',
  params: id,
  query: pageQuery,
  answer: drift,
  run: async ({ params, query }, { inventory, signal }) => {
    const { snapshot, asOf, rows } = await inventory.snapshots.drift(params.id, { signal })
    return { snapshot, asOf, ...paged(rows, query) }
  },
})

export const snapshotOperations = [
  listSnapshots,
  createSnapshot,
  showSnapshot,
  describeSnapshot,
  discardSnapshot,
  verifySnapshot,
  showDrift,
]
