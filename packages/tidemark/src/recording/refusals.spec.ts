import { expect, test } from 'vitest'
import type { CompanyState } from './company-state.ts'
import type { DraftEvent } from './draft.ts'
import { mattersWhatHappened, namedByDraft } from './refusals.ts'

const nothingSpecial = { closedThrough: null, everRefusesNegative: false } as CompanyState

test('a movement from a file is not taken apart to know that nothing depends on it', () => {
  const draft = {
    type: 'StockSold',
    get event(): never {
      throw new Error('made an event of it')
    },
  } as unknown as DraftEvent
  expect(mattersWhatHappened([draft], nothingSpecial)).toBe(false)
  expect(namedByDraft(draft)).toBeNull()
})
