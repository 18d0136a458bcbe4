import { classify, type LineKind, stockChange } from './classify.ts'
import type { RetailLine } from './line.ts'

/** Units in and units out, both counted upwards from 0. */
export type Flow = { in: number; out: number }

/** What the whole file says of one stock code. */
export type CodeSurvey = {
  /** Description on its sales -> number of lines. */
  readonly names: Map<string, number>
  /** Price as written on its sales and returns -> number of lines. */
  readonly prices: Map<string, number>
  /** London calendar month (`YYYY-MM`) -> what moved. */
  readonly months: Map<string, Flow>
}

/** What must be known of the whole file before its first line can become a movement. */
export type Survey = {
  lines: number
  /** Plain sum of the Quantity column, service lines included. */
  quantity: number
  readonly kinds: Map<LineKind, number>
  /** Service code -> number of lines, none of which becomes a movement. */
  readonly services: Map<string, number>
  readonly codes: Map<string, CodeSurvey>
  /** `saleKey` of everything that some customer brought back: only their sales need remembering. */
  readonly returned: Set<string>
  firstMonth: string
  lastMonth: string
}

/**
 * Reads every line once and keeps counts only: memory grows with the codes, not with the lines. Throws what reading throws.
 *
 * @example
 * const survey = await surveyLines(readLines(path))
 */
export async function surveyLines(lines: AsyncIterable<RetailLine>): Promise<Survey> {
  const survey: Survey = {
    lines: 0,
    quantity: 0,
    kinds: new Map(),
    services: new Map(),
    codes: new Map(),
    returned: new Set(),
    firstMonth: '',
    lastMonth: '',
  }
  // A name may be met before the first sale that bears it, so lines with only a text wait for the end.
  const undecided: RetailLine[] = []
  for await (const line of lines) {
    survey.lines += 1
    survey.quantity += line.quantity
    const kind = classify(line, () => false)
    if (kind === 'adjustment in, reason given') undecided.push(line)
    else count(survey, line, kind)
  }
  for (const line of undecided) count(survey, line, classify(line, soldAs(survey)))
  return survey
}

/** Tells, for `classify`, whether any sale of a code bears a description. */
export function soldAs(survey: Survey): (code: string, description: string) => boolean {
  return (code, description) => survey.codes.get(code)?.names.has(description) ?? false
}

/** One customer's dealings in one code; empty when the source names no customer, who then can be matched with nobody. */
export function saleKey(line: RetailLine): string {
  return line.customer === '' ? '' : `${line.code}/${line.customer}`
}

function count(survey: Survey, line: RetailLine, kind: LineKind): void {
  increase(survey.kinds, kind)
  if (kind === 'service line') {
    increase(survey.services, line.code)
    return
  }
  const code = codeOf(survey, line.code)
  const month = line.localTime.slice(0, 7)
  if (survey.firstMonth === '' || month < survey.firstMonth) survey.firstMonth = month
  if (month > survey.lastMonth) survey.lastMonth = month

  if (kind === 'sale' && line.description !== '') increase(code.names, line.description)
  if (kind === 'sale' || kind === 'customer return') increase(code.prices, line.unitPrice)
  if (kind === 'customer return' && saleKey(line) !== '') survey.returned.add(saleKey(line))

  const flow = code.months.get(month) ?? { in: 0, out: 0 }
  const change = stockChange(kind, line.quantity)
  if (change > 0) flow.in += change
  else flow.out -= change
  code.months.set(month, flow)
}

function codeOf(survey: Survey, code: string): CodeSurvey {
  let known = survey.codes.get(code)
  if (known === undefined) {
    known = { names: new Map(), prices: new Map(), months: new Map() }
    survey.codes.set(code, known)
  }
  return known
}

function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
