import { type LineKind, RULE_OF } from './classify.ts'
import type { Survey } from './survey.ts'

/** What only the run itself can tell. */
export type Run = {
  readonly derived: number
  readonly written: number
  /** Customer returns that name their sale. */
  readonly linked: number
  readonly seconds: number
}

/** The text that tells a person what became of the lines, ending in a line feed. */
export function summary(survey: Survey, run: Run): string {
  // The keys of RULE_OF are exactly the line kinds; Object.keys has forgotten it.
  const kinds = Object.keys(RULE_OF) as LineKind[]
  const rows: [string, number][] = [
    ['lines read', survey.lines],
    ...kinds.map((kind): [string, number] => [
      `  rule ${RULE_OF[kind]}  ${kind}`,
      survey.kinds.get(kind) ?? 0,
    ]),
    ['returns that name their sale', run.linked],
    ['facts derived', run.derived],
    ['movements written', run.written],
  ]
  const services = [...survey.services].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const left = services.map(([code, lines]) => `${code} ${lines}`).join(', ')
  return [
    ...rows.map(([label, value]) => label.padEnd(40) + value.toLocaleString('en-GB').padStart(9)),
    ...(left === '' ? [] : [`service lines, not converted: ${left}`]),
    `${run.seconds.toFixed(1)} s`,
    '',
  ].join('\n')
}
