/** Every error of the command itself: code, and what it means with the way out. */
export const cliErrors = {
  LOG_NOT_FOUND:
    'There is no such log; name the file with --log FILE, or make one with `tidemark import` or `tidemark record`.',
  NO_SAMPLE:
    'There is no data to look around in here: it comes with a clone of the repository; import a movement file of your own.',
  INPUT_UNREADABLE: 'The file cannot be read; check its name and that you may read it, or give - for stdin.',
  REJECTS_UNWRITABLE:
    'The file for refused lines cannot be written; check its directory, that you may write there, and that there is room.',
  REJECTS_IN_USE:
    'The file for refused lines would replace the input, the mapping, one of its tables, the log or the cache; give --rejects another name.',
  EXPORT_UNWRITABLE: 'The file cannot be written; check its directory and that you may write there.',
  EXPORT_IN_USE: 'The file would replace the log or the cache; give --to another name.',
  COPY_ONTO_ITSELF:
    'The source and the target are the same workspace of the same log; give another log with --to, or another name with --to-workspace.',
  UNKNOWN_SNAPSHOT:
    'There is no snapshot of that id or name; `tidemark snapshot list` shows those there are.',
  AMBIGUOUS_SNAPSHOT: 'Several snapshots have that name; give the id of the one you mean.',
  NOT_A_MOMENT:
    'It is neither a snapshot (id or name) nor an instant such as 2027-03-31T22:00:00Z; `tidemark snapshot list` shows the snapshots.',
  OUTPUT_UNWRITABLE:
    'What the command says cannot be written; check where its output goes, and that there is room. What it had done by then stays done.',
  SYSTEM_REFUSED:
    'The system refuses that; check that the file, folder or address is there, may be used, and has room, and do it again: nothing is recorded twice.',
  UNKNOWN_ITEM: 'Nothing was ever recorded of that item; check its id, and --workspace.',
} as const

export type CliErrorCode = keyof typeof cliErrors

/** Raised with a stable `code` of {@link cliErrors}; the message says what to do. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: CliErrorCode

  constructor(code: CliErrorCode, subject: string, cause?: unknown) {
    super(`${subject}: ${cliErrors[code]}`, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
