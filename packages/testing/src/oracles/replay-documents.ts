import { memoryLog } from '@tidemark/log'
import {
  type Decimal,
  type Inventory,
  type InventoryEventInput,
  type InventoryView,
  openInventory,
  type TimeInput,
  toInstant,
} from 'tidemark'
import { decimalsOf, isAsExpected, rounded } from './compare.ts'
import { stockFigure } from './stock-figures.ts'

/** What another system said of an item at an instant. Numbers are decimal strings, compared at the decimals they have. */
export interface PastFigure {
  /** As of this instant, inclusive; after everything when left out. */
  readonly asOf?: TimeInput | undefined
  readonly item: string
  /** All of them together when left out. */
  readonly branch?: string | undefined
  readonly onHand?: string | undefined
  readonly value?: string | undefined
  /** The weighted average cost of one. */
  readonly avgCost?: string | undefined
}

/** The past of another system: its documents, what they mean, and what it made of them. */
export interface Past<Document> {
  /** In the order in which they were entered. */
  readonly documents: Iterable<Document> | AsyncIterable<Document>
  /** The events of a document: the host's own mapping, which is what is being tried. */
  readonly events: (document: Document) => readonly InventoryEventInput[]
  readonly figures: Iterable<PastFigure> | AsyncIterable<PastFigure>
  /** An empty inventory to record them in; one in memory when left out. */
  readonly open?: (() => Inventory | Promise<Inventory>) | undefined
}

/** What replaying a past came to. */
export interface PastReport<Document> {
  readonly documents: number
  /** Documents that were refused, whole; the others were recorded. */
  readonly refused: readonly { readonly document: Document; readonly error: Error }[]
  readonly figures: number
  readonly holding: number
  /** The figures that do not hold, in words. */
  readonly failures: readonly { readonly figure: PastFigure; readonly message: string }[]
}

/**
 * Records the past documents of another system and holds what it said against what the inventory says.
 *
 * @throws what the mapping throws.
 * @example
 * const report = await replayDocuments({ documents: oldReceiptsAndInvoices, events: toEvents, figures: oldStockList })
 * assert.deepEqual(report.failures, [])
 */
export async function replayDocuments<Document>(past: Past<Document>): Promise<PastReport<Document>> {
  const { documents, events, figures, open = inMemory } = past
  const inventory = await open()
  const refused: { document: Document; error: Error }[] = []
  const failures: { figure: PastFigure; message: string }[] = []
  const report = { documents: 0, figures: 0, holding: 0 }
  let latest = Number.NEGATIVE_INFINITY
  try {
    for await (const document of documents) {
      report.documents++
      const mapped = events(document)
      try {
        await inventory.record(mapped)
        latest = Math.max(latest, ...mapped.map(({ occurredAt }) => toInstant(occurredAt)))
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error
        refused.push({ document, error })
      }
    }
    for await (const figure of figures) {
      const faults = faultsOf(figure, await inventory.asOf(figure.asOf ?? Math.max(latest, 0)))
      report.figures++
      if (faults.length === 0) report.holding++
      else failures.push({ figure, message: `${nameOf(figure)}: ${faults.join('; ')}` })
    }
  } finally {
    await inventory.close()
  }
  return { ...report, refused, failures }
}

const inMemory = (): Inventory => openInventory({ log: memoryLog() })

const compared = ['onHand', 'value', 'avgCost'] as const

function faultsOf(figure: PastFigure, view: InventoryView): readonly string[] {
  if (compared.every((field) => figure[field] === undefined)) return ['it says nothing to compare with']
  return compared.flatMap((field) => {
    const expected = figure[field]
    if (expected === undefined) return []
    const actual = stockFigure(view, field, figure.item, figure.branch)
    if (actual === null) return `there is no ${field}, expected ${expected}`
    return isAsExpected(actual, expected)
      ? []
      : `${field} is ${shown(actual, expected)}, expected ${expected}`
  })
}

/** With the decimals of the expectation, and more where they alone would look the same. */
function shown(actual: Decimal, expected: string): string {
  return rounded(actual, Math.max(decimalsOf(expected), 6)).toFixed()
}

function nameOf({ item, branch, asOf }: PastFigure): string {
  const where = branch === undefined ? item : `${item} at ${branch}`
  return asOf === undefined ? where : `${where} as of ${new Date(toInstant(asOf)).toISOString()}`
}
