import { createHash } from 'node:crypto'
import type { Opened } from './moment.ts'
import type { Asked } from './operation.ts'
import { version } from './version.ts'

/**
 * Answers with what a moment holds. Of a frozen one it never changes, so whoever has it already is told so, and nothing
 * is worked out again.
 */
export async function answering<Answer extends object>(
  { known }: Asked,
  opened: Opened,
  question: object,
  work: (opened: Opened) => Answer | Promise<Answer>,
): Promise<Answer | Response> {
  if (!opened.moment.frozen) return work(opened)
  const text = JSON.stringify([version(), opened.view.workspace, opened.key, opened.moment, question])
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  // A cache may keep it, but must ask each time: who is allowed to read it can change.
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' }
  if (known !== null && tagsOf(known).includes(etag)) return new Response(null, { status: 304, headers })
  return Response.json(await work(opened), { headers })
}

function tagsOf(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
}
