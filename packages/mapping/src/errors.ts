/** Every error of a mapping: code, and what it means with the way out. */
export const mappingErrors = {
  INVALID_MAPPING: 'The mapping is not one; correct what is named, docs/importing.md has every field.',
  UNKNOWN_COLUMN:
    'Neither the file nor the mapping has that column; correct its name, or give `csv.header` if the file has no header.',
  INVALID_CSV: 'The file cannot be read as CSV; give `csv.delimiter` or `csv.encoding` if it has another.',
  INVALID_ROW: 'The row has more or fewer cells than the header; quote cells that hold the delimiter.',
  EMPTY_CELL:
    'The cell is empty, and the text it is a part of needs it; fill it, or map such rows otherwise with `when`.',
  UNREADABLE_CELL:
    'The cell is not what its column was said to be; correct it, or how the mapping reads the column.',
  SKIPPED_OR_REPEATED_TIME:
    'The clocks skipped that time or showed it twice; say which is meant with `repeated`, or correct the cell.',
  UNKNOWN_VALUE: 'The mapping has no translation of that cell; add it to `values`, or give `otherwise`.',
  NOT_IN_TABLE: 'The table has no row under that key; add it, or let it be empty with `missing`.',
} as const

export type MappingErrorCode = keyof typeof mappingErrors

/** Raised with a stable `code` of {@link mappingErrors}; the message says what to do. */
export class MappingError extends Error {
  override readonly name = 'MappingError'
  readonly code: MappingErrorCode
  readonly #subject: string

  constructor(code: MappingErrorCode, subject: string, cause?: unknown) {
    super(`${subject}: ${mappingErrors[code]}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.#subject = subject
  }

  /** The same error, which also says where it was met. */
  in(place: string): MappingError {
    return new MappingError(this.code, `${place}: ${this.#subject}`, this.cause)
  }
}
