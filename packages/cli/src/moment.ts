import type { Inventory, KnowledgePoint } from 'tidemark'
import { knowledgeText } from './knowledge-text.ts'
import type { NamedMoment } from './named-moment.ts'

/** One of the moments that are compared, as it is told. */
export interface Moment {
  readonly asOf: string
  readonly position: number
  readonly knownThrough: KnowledgePoint | null
  /** The id of the snapshot; `null` for an instant. */
  readonly snapshot: string | null
}

/** What is told of one side of a comparison. */
export async function toldOf(inventory: Inventory, { view, snapshot }: NamedMoment): Promise<Moment> {
  const knownThrough = await inventory.lastEventKnownTo(view)
  return { asOf: view.asOf, position: view.position, knownThrough, snapshot }
}

/** The line above a table that tells of a moment. */
export function captionOf(word: string, moment: Moment | undefined): string {
  if (moment === undefined) return ''
  const { asOf, knownThrough, snapshot } = moment
  const of = snapshot === null ? '' : `, snapshot ${snapshot}`
  return `${word} ${asOf}, known through ${knowledgeText(knownThrough) ?? 'nothing'}${of}\n`
}
