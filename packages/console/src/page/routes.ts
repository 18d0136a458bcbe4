import { anomaliesPage } from './anomalies-page.ts'
import { comparePage } from './compare-page.ts'
import type { Context, Page } from './context.ts'
import { itemPage } from './item-page.ts'
import { levelsPage } from './levels-page.ts'
import { movementsPage } from './movements-page.ts'
import { periodsPage } from './periods-page.ts'
import { rhythmPage } from './rhythm-page.ts'
import { rulesPage } from './rules-page.ts'
import { snapshotPage } from './snapshot-page.ts'
import { snapshotsPage } from './snapshots-page.ts'
import { trendPage } from './trend-page.ts'

/** What the navigation offers. */
export const places = [
  ['/levels', 'Levels'],
  ['/snapshots', 'Inventory Snapshots'],
  ['/movements', 'Movements'],
  ['/trend', 'Trend'],
  ['/rules', 'Schedules and triggers'],
  ['/periods', 'Periods'],
  ['/anomalies', 'Anomalies'],
] as const

/** The page of a path: `/items/85123A`. Anything else is the levels. */
export function pageOf(context: Context, path: string): Page {
  const [place, ...rest] = path.split('/').slice(1).map(decoded)
  const [first] = rest
  if (place === 'snapshots' && first === 'by') return snapshotsPage(context, takenBy(rest[1] ?? ''))
  if (place === 'snapshots')
    return first === undefined ? snapshotsPage(context) : snapshotPage(context, first)
  if (place === 'compare' && rest.length >= 2) return comparePage(context, rest)
  if (place === 'trend') return rest.length === 0 ? rhythmPage(context) : trendPage(context, rest)
  if (place === 'items' && first !== undefined) return itemPage(context, first)
  if (place === 'movements') return movementsPage(context)
  if (place === 'rules') return rulesPage(context)
  if (place === 'periods') return periodsPage(context)
  if (place === 'anomalies') return anomaliesPage(context)
  return levelsPage(context)
}

/** The rule whose snapshots are listed: `schedule=books`. */
function takenBy(text: string): { readonly kind: 'schedule' | 'trigger'; readonly name: string } {
  const [kind, ...name] = text.split('=')
  return { kind: kind === 'trigger' ? 'trigger' : 'schedule', name: name.join('=') }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
