/*
 * An entry tells what one fact did to one record of a unit:
 *
 *   slot x 8 + op x 2 + 1 where its instant is not that of the entry before; then that instant;
 *   unless the record is removed: the shape of the change, and what each of its fields became.
 *
 * Micros are written by how much they changed, because that is short; so entries are read from a known state on, in order.
 */

/** What became of a record. */
export type Op = typeof CHANGED | typeof CREATED | typeof REMOVED
export const CHANGED = 0
/** It was not there, or was removed and made again: it starts from what a new record holds. */
export const CREATED = 1
export const REMOVED = 2

/** Micros and instants: there is none. */
export const ABSENT = 0

/** Micros: the number follows as text. */
export const AS_TEXT = 1
/** Micros: from here on, four codes a step: up or down, in micros or in hundredths. */
export const FIRST_STEP = 2
export const SCALE = 10_000
/** Codes of smaller steps fit a double. */
export const LARGEST_STEP = 2 ** 50

/** Instants: that of the entry. */
export const NOW = 1
/** Instants: a double follows. */
export const DOUBLE = 2
/** Instants: from here on, the distance from that of the entry. */
export const FIRST_DISTANCE = 3
export const LARGEST_DISTANCE = 2 ** 49

/** JSON values: one follows. */
export const PLAIN_VALUE = 0
/** JSON values that are no plain data: the number of one that is kept as it is. */
export const ODD_VALUE = 1
