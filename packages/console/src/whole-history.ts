import type { Histogram } from './histogram.ts'
import { openMoment } from './moment.ts'
import type { Asked } from './operation.ts'

/** The last instant there is: everything recorded, whatever its time. */
const FOREVER = 8.64e15

/** When all the movements there are occurred. */
export async function wholeHistory(asked: Asked): Promise<Histogram> {
  const { view } = await openMoment(asked, { asOf: FOREVER })
  return asked.kept.history.upTo(view, asked.inventory)
}
