import type { DraftEvent } from './draft.ts'

/** The drafts of a batch, which nobody need hold while they are being written. */
export interface Drafts {
  readonly all: readonly DraftEvent[]
  /** Holds them no longer; whoever asks for them after that has them made again. */
  letGo(): void
}

/** Drafts that were made, and how they are made again. */
export function draftsOf(made: readonly DraftEvent[], again: () => readonly DraftEvent[]): Drafts {
  let held: readonly DraftEvent[] | undefined = made
  return {
    get all() {
      held ??= again()
      return held
    },
    letGo() {
      held = undefined
    },
  }
}

/** Drafts that cannot be made again. */
export function heldDrafts(all: readonly DraftEvent[]): Drafts {
  return { all, letGo: () => {} }
}
