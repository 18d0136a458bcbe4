/** Writes docs/errors.md from the tables of errors in the packages; with --check, only says whether it is current. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cliErrors } from '@tidemark/cli'
import { consoleErrors } from '@tidemark/console'
import { domainErrors, foldAnomalies } from '@tidemark/domain'
import { eventStoreErrors } from '@tidemark/eventstoredb'
import { logErrors } from '@tidemark/log'
import { mappingErrors } from '@tidemark/mapping'
import { projectionErrors } from '@tidemark/projection'
import { timelineErrors } from '@tidemark/timeline'
import { readingAnomalies, tidemarkErrors } from 'tidemark'

const page = path.resolve(import.meta.dirname, '../docs/errors.md')

function table(title: string, rows: Readonly<Record<string, string>>): string {
  const lines = Object.entries(rows).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)
  return [`## ${title}`, '', '| code | meaning and fix |', '|---|---|', ...lines, ''].join('\n')
}

/** Those of EventStoreDB say more exactly what an error of the log is about. */
function eventStoreTable(): string {
  const lines = Object.entries(eventStoreErrors).map(
    ([problem, { code, fix }]) => `| \`${problem}\` | \`${code}\` | ${fix} |`,
  )
  return [
    '## The log on EventStoreDB (`EventStoreError`)',
    '',
    'A `LogError` whose `problem` says more exactly what it is about.',
    '',
    '| problem | code | meaning and fix |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n')
}

const text = [
  '# Errors and anomalies',
  '',
  'Every error carries a stable `code`; its message says what to do. `errorCode(error)` of `tidemark` gives the code of whatever an',
  'inventory or its log raised, and `undefined` for anything else, also where a program is bundled in part and has two classes of one',
  'error. This page is generated from the tables in the packages (`npm run docs:errors`).',
  '',
  table('Recording, views, snapshots (`TidemarkError`)', tidemarkErrors),
  table('Events that are not events (`DomainError`)', domainErrors),
  table('The log (`LogError`)', logErrors),
  eventStoreTable(),
  table('Numbers and projections (`ProjectionError`)', projectionErrors),
  table('The timeline (`TimelineError`)', timelineErrors),
  table('Mappings of CSV files (`MappingError`)', mappingErrors),
  table('The command line', cliErrors),
  table('The console (`ConsoleError`)', consoleErrors),
  '## Anomalies',
  '',
  'What replay meets is never refused: it is listed by `inventory.anomalies()` and `tidemark anomalies`.',
  '',
  table('Met while reading', readingAnomalies),
  table('Met while folding', foldAnomalies),
].join('\n')

const current = text.trimEnd() + '\n'
if (!process.argv.includes('--check')) writeFileSync(page, current)
else if (readFileSync(page, 'utf8') !== current) {
  console.log('docs/errors.md is not current: npm run docs:errors')
  process.exitCode = 1
}
