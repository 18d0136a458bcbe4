import type { KnowledgePoint } from 'tidemark'

/** A point of knowledge as `--known-through` takes it: `main.item-tea@12`. */
export function knowledgeText(point: KnowledgePoint | null): string | null {
  return point === null ? null : `${point.stream}@${point.revision}`
}
