/** So many streams are remembered; then the memory starts anew. */
const MOST_STREAMS = 100_000

/**
 * The last revisions of streams this process has written to: a guess that the log checks with every append, and
 * that spares an import a question for each stream of each batch.
 */
export class StreamEnds {
  readonly #revisions = new Map<string, number>()

  guess(stream: string): number | undefined {
    return this.#revisions.get(stream)
  }

  note(stream: string, revision: number): void {
    if (this.#revisions.size >= MOST_STREAMS) this.#revisions.clear()
    this.#revisions.set(stream, revision)
  }

  /** Another process has written: no guess is worth anything. */
  forget(): void {
    this.#revisions.clear()
  }
}
