import { formatInstant, type InventoryEventInput } from 'tidemark'
import { z } from 'zod'
import { name } from '../answers/fields.ts'
import { preview, recorded } from '../answers/movements.ts'
import { operation } from '../operation.ts'
import { previewOf } from '../preview.ts'
import { recordable } from '../recordable.ts'

/** Movements as docs/events.md has them. What their types hold is checked by the library, which says what is wrong. */
const movements = z
  .array(
    z.looseObject({
      id: name.describe('Chosen by the caller, so that repeating the request changes nothing.'),
      type: z.enum(recordable),
      occurredAt: name,
    }),
  )
  .min(1)
  .max(200)
  .describe('Each an event: #/components/schemas/Movement, with all fields of its type; see docs/events.md.')

const record = operation({
  method: 'post',
  path: '/movements',
  summary:
    'Records movements, corrections and definitions: all of them, or none. Repeating it changes nothing.',
  needs: 'what the movement needs',
  body: { movements },
  answer: recorded,
  status: 201,
  run: async ({ body }, { inventory }) => {
    const found = await inventory.record(inputsOf(body))
    return {
      items: found.map(({ recordedAt, ...rest }) => ({ ...rest, recordedAt: formatInstant(recordedAt) })),
    }
  },
})

const previewThem = operation({
  method: 'post',
  path: '/movements/preview',
  summary: 'What movements would change now, and why they would be refused. Records nothing.',
  needs: 'inventory.read',
  body: { movements },
  answer: preview,
  run: async ({ body }, asked) => previewOf(asked, inputsOf(body)),
})

/** What each holds is for the library to check. */
function inputsOf({ movements }: { readonly movements: readonly object[] }): readonly InventoryEventInput[] {
  return movements as readonly InventoryEventInput[]
}

export const recordingOperations = [record, previewThem]
