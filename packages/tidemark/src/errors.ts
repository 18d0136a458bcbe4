/** Every error of the library: code, and what it means with the way out. */
export const tidemarkErrors = {
  MOVEMENT_CONFLICT:
    'This id is already recorded with other content; use a new id, or correct the recorded one with MovementAmended or MovementVoided.',
  FROM_THE_FUTURE:
    'It occurred later than the clock allows; correct the time, or raise `futureTolerance` if clocks differ that much.',
  UNKNOWN_ITEM: 'Nothing was ever recorded of that item; check its id, and the workspace.',
  UNKNOWN_MOVEMENT:
    'The item has no recorded event with that id; record it first, or correct the id or the item.',
  INVALID_CORRECTION:
    'That event cannot be corrected this way; void it and record it again as it should have been.',
  PERIOD_CLOSED:
    "It takes effect in a closed period; reopen the period, date it later, or let it in with `late: 'accept'`.",
  INSUFFICIENT_STOCK:
    'Stock would go below zero, which the policy in force refuses; record the missing receipt first, or set negativeStock to allow.',
  TRACKING_WITH_STOCK:
    'Quantity tracking can only be switched off while nothing is on hand; adjust stock to zero first.',
  TOO_BUSY: 'Other writers kept getting ahead; record again, it is safe to repeat.',
  NOTHING_TO_COPY: 'Nothing is recorded in that workspace; check its name, and the log it should be in.',
  COPY_DIGEST_DIFFERS:
    'The copy does not replay to what its source replays to; do not use it, and report it with both digests.',
  WORKSPACE_NOT_EMPTY:
    'A history can only be brought into an empty workspace; choose another file or workspace.',
  RECORDED_OUT_OF_ORDER:
    'recordedAt decreases or lies in the future; sort the history by recordedAt and give the time of recording as it was.',
  INVALID_SHARE: 'A share is an index from 0 and the number of shares, 1 to 256, the index being below it.',
  OUTSIDE_SHARE:
    'This inventory holds a share of the items only, and that is not in it; ask the reader that holds it, merge what all readers say, or open the inventory without a share.',
  INVALID_TIME: 'A time must be an ISO 8601 instant with an offset or Z, a Date, or milliseconds.',
  UNKNOWN_KNOWLEDGE_POINT:
    'Nothing is recorded at that point; give an instant of recording or stream@revision of a recorded event.',
  UNKNOWN_SNAPSHOT:
    'There is no such snapshot; `snapshots.list()` or `tidemark snapshot list` names those there are.',
  SNAPSHOT_EXISTS: 'A snapshot with this id has been taken; leave the id out, or choose another.',
  SNAPSHOT_IN_THE_FUTURE:
    'A snapshot can only be taken of the present or the past; choose an earlier instant.',
  INVALID_SCHEDULE:
    'A schedule is a rhythm (day, week, month-end, quarter-end, year-end, or a cron expression of five or six fields) in an IANA time zone, with a settle time such as 2h or P3D at most; see docs/snapshots.md.',
  UNKNOWN_SCHEDULE:
    'There is no such schedule; `snapshots.schedules.list()` or `tidemark schedule list` names those there are.',
  INVALID_TRIGGER:
    'A trigger names types of movements or a condition (stock-out, below-minimum, purchase-order-received), and filters that exist; see docs/snapshots.md.',
  UNKNOWN_TRIGGER:
    'There is no such trigger; `snapshots.triggers.list()` or `tidemark trigger list` names those there are.',
  PERIOD_NOT_OVER: 'A period can only be closed once it is over; choose an earlier instant.',
  PERIOD_NOT_CLOSED: 'That is not closed; `periods.list()` or `tidemark period list` tells what is.',
  NOTHING_KNOWN: 'Nothing has been recorded yet, so there is nothing to freeze; record a movement first.',
  WRONG_ORDER: 'A comparison goes from the earlier to the later instant; swap the two.',
  ANOTHER_WORKSPACE: 'These views are not of this workspace; compare views of one inventory.',
  NO_ARCHIVE:
    'This inventory has no archive; open it with `archive: { folder }`, or give the command --archive FOLDER.',
  NOT_ARCHIVED: 'The rows of this snapshot are not in the archive; `snapshots.archive(id)` puts them there.',
  ARCHIVE_DAMAGED:
    'The rows in the archive are not those the snapshot froze; restore the file from a copy. `snapshots.verify(id)` says where it differs.',
  ARCHIVE_UNAVAILABLE:
    'The archive can be neither read nor written; check that its folder is one, may be written to, and has room. The cause says more.',
  SNAPSHOT_DIFFERS:
    'A replay no longer gives what the snapshot froze, so its rows cannot be archived; `snapshots.verify(id)` says where it differs.',
  PERMISSION_DENIED: 'It is not allowed; ask whoever grants permissions, or act as someone who has it.',
  ANOTHER_ACTOR: 'It names another actor than who records it; leave `actor` out, or record it as that actor.',
  INVALID_ARGUMENT: 'The argument is not one of the values allowed.',
  LINE_TOO_LONG: 'The line is longer than 1 MiB; a movement is one short line of JSON.',
  INVALID_UTF8: 'The line is not valid UTF-8; save the file as UTF-8.',
  INVALID_JSON: 'The line is not a JSON object; a movement file holds one JSON object a line.',
} as const

export type TidemarkErrorCode = keyof typeof tidemarkErrors

/** Raised with a stable `code` of {@link tidemarkErrors}; the message says what to do. */
export class TidemarkError extends Error {
  override readonly name = 'TidemarkError'
  readonly code: TidemarkErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: TidemarkErrorCode,
    subject: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`${subject}: ${tidemarkErrors[code]}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}
