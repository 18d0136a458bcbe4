const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const SHORT = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/
const UNITS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000] as const

/** No duration is longer, in milliseconds: a typing error must not silence a rule for ever. */
export const LONGEST_DURATION = 366 * 86_400_000

/**
 * The milliseconds of a duration, `null` for a text that is none: ISO 8601 (`PT2H`, `P3D`, `P1DT12H`) or short (`2h`,
 * `3d`, `1d12h`, `90m`, `30s`, `1w`). A day is 24 hours, a week seven of them; months and years have no fixed length and
 * are not taken. At most {@link LONGEST_DURATION}.
 */
export function parseDuration(text: string): number | null {
  const match = ISO.exec(text) ?? SHORT.exec(text)
  const parts = match?.slice(1) ?? []
  // Neither `P`, `PT` nor nothing at all says how long.
  if (parts.every((part) => part === undefined)) return null
  const milliseconds = UNITS.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0)
  return milliseconds <= LONGEST_DURATION ? milliseconds : null
}
