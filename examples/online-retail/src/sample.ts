import { convert } from './convert.ts'
import { dataFile } from './paths.ts'

/** The year of real trade this example ships, as something to look around in: `tidemark console --demo`. */
export const sample = {
  title: 'A year of real trade',
  credit:
    'Online Retail, D. Chen (2015), UCI Machine Learning Repository, CC BY 4.0: 45 items of a British shop, December 2010 to December 2011. Opening stock, receipts and costs are derived.',
  /** What the file becomes. */
  movements: 17_926,
  /** The movement file. */
  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const { movements } = await convert(dataFile)
    let text = ''
    for await (const movement of movements) {
      text += `${JSON.stringify(movement)}\n`
      if (text.length < CHUNK) continue
      yield Buffer.from(text)
      text = ''
    }
    yield Buffer.from(text)
  },
} as const

/** A line by itself would cost more than what it holds, in characters. */
const CHUNK = 65_536
