import { faultOfCorrection, foldAnomalies, formatInstant, type KnownEvent, namedBy } from '@tidemark/domain'
import { type Anomaly, readingAnomalies } from '../reading/anomaly.ts'
import { effectiveAt } from '../reading/effective.ts'
import type { PeriodChange } from '../reading/periods.ts'
import type { Reader } from '../reading/reader.ts'
import type { StockView } from './view.ts'

/** Everything odd that a view knows of: met while reading, in corrections, in periods and in the fold. */
export function anomaliesOf(view: StockView, reader: Reader): readonly Anomaly[] {
  const known = (anomaly: Anomaly): boolean => anomaly.position <= view.knownThrough
  const items = view.units()
  const found = [
    ...reader.anomalies,
    ...items.flatMap((item) => ofCorrections(reader.timeline.sources(item))),
    ...ofPeriods(items, reader),
    ...ofFold(view),
  ]
  return found.filter(known).sort((a, b) => a.position - b.position)
}

/** Corrections of what was not recorded before them, or cannot be corrected so. */
function ofCorrections(sources: readonly KnownEvent[]): readonly Anomaly[] {
  const seen = new Map<string, KnownEvent>()
  const found: Anomaly[] = []
  for (const source of sources) {
    const id = namedBy(source)
    const named = id === null ? undefined : seen.get(id)
    if (id !== null && named === undefined) found.push(anomaly(source, 'UNKNOWN_MOVEMENT', `it names ${id}`))
    const fault = named === undefined ? null : faultOfCorrection(source, named)
    if (fault !== null) found.push(anomaly(source, 'INVALID_CORRECTION', fault))
    seen.set(source.id, source)
  }
  return found
}

/** Entries into a period that was closed when they were recorded, unless they were let in on purpose. */
function ofPeriods(items: readonly string[], reader: Reader): readonly Anomaly[] {
  const { changes } = reader.periods
  if (changes.length === 0) return []
  const sources = [
    ...items.flatMap((item) => reader.timeline.sources(item)),
    ...reader.timeline.commonSources(),
  ]
  return sources.flatMap((source) => {
    const closed = closedWhen(changes, source.position)
    if (closed === null || source.late === 'accept') return []
    const effective = effectiveAt(source, reader.timeline)
    if (effective > closed) return []
    return [anomaly(source, 'PERIOD_CLOSED', `effective ${formatInstant(effective)}`)]
  })
}

function closedWhen(changes: readonly PeriodChange[], position: number): number | null {
  return changes.findLast((change) => change.position < position)?.closedThrough ?? null
}

function ofFold(view: StockView): readonly Anomaly[] {
  const found: Anomaly[] = []
  view.effects({}, (_item, fact, effect) => {
    if (effect.effect !== 'anomaly') return
    const message = `${foldAnomalies[effect.code]} (${effect.detail})`
    found.push({ position: fact.position, code: effect.code, message, id: fact.id })
  })
  return found
}

function anomaly(
  source: KnownEvent,
  code: 'UNKNOWN_MOVEMENT' | 'INVALID_CORRECTION' | 'PERIOD_CLOSED',
  detail: string,
): Anomaly {
  return { position: source.position, code, message: `${readingAnomalies[code]} (${detail})`, id: source.id }
}
