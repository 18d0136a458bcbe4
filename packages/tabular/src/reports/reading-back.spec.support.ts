import { readXlsx } from 'hucre/xlsx'
import type { Report } from '../report.ts'
import { reportBytes } from '../report-bytes.ts'

/** The rows of each sheet of a report, as another program reads them. */
export async function sheetsOf(report: Report) {
  const { sheets } = await readXlsx(Buffer.concat([...reportBytes(report, 'xlsx')]))
  return Object.fromEntries(sheets.map(({ name, rows }) => [name, rows]))
}

/** A report as JSON, read back. */
export function jsonOf(report: Report): unknown {
  return JSON.parse(Buffer.concat([...reportBytes(report, 'json')]).toString())
}

/** A report as CSV. */
export function csvOf(report: Report): string {
  return Buffer.concat([...reportBytes(report, 'csv')]).toString()
}
