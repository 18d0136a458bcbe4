import { DatabaseSync } from 'node:sqlite'

/** What a program does that reads the rows of a log itself: each one's text through `JSON.parse`, nothing checked. */
export function readPlainly(log: string, visit: (type: string, data: Record<string, unknown>) => void): void {
  const db = new DatabaseSync(log, { readOnly: true })
  const statement = db.prepare(
    'SELECT t.name, e.data FROM events e JOIN types t ON t.key = e.type ORDER BY e.position',
  )
  statement.setReturnArrays(true)
  // Rows as arrays of two texts, by the query above.
  const rows = statement.iterate() as unknown as Iterable<[string, string]>
  for (const [type, data] of rows) visit(type, JSON.parse(data))
  db.close()
}
