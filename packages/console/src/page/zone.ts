/** The zone the viewer's clock is set to. */
export const viewerZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone

/** An instant as a date and time field has it, in a time zone: `2027-03-31T23:59:59.999`. */
export function localOf(zone: string, instant: number): string {
  return new Date(instant + offsetOf(zone, instant)).toISOString().slice(0, -1)
}

/**
 * The instant of a local date and time in a time zone, in milliseconds; `null` for text that is none. Of an hour the
 * clocks go through twice the earlier one, of one they skip the time it would have been.
 */
export function instantOf(zone: string, local: string): number | null {
  const asUtc = Date.parse(`${local}Z`)
  if (Number.isNaN(asUtc)) return null
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((near) => offsetOf(zone, near))
  const candidates = offsets.map((offset) => asUtc - offset)
  return candidates.find((instant) => instant + offsetOf(zone, instant) === asUtc) ?? candidates[0] ?? null
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. */
function offsetOf(zone: string, instant: number): number {
  const parts = formatIn(zone).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0)
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - Math.floor(instant / 1000) * 1000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const made =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(timeZone, made)
  return made
}

/** A local date and time some months away; the last day of a shorter month where there is no such day. */
export function monthsLater(local: string, months: number): string {
  const [year = 0, month = 1, day = 1] = local.slice(0, 10).split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  const date = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)))
  return date.toISOString().slice(0, 10) + local.slice(10)
}

/** The last instant of the month that ended last in a time zone, in milliseconds. */
export function lastMonthEnd(zone: string, now: number): number {
  const month = localOf(zone, now).slice(0, 7)
  return (instantOf(zone, `${month}-01T00:00`) ?? now) - 1
}
