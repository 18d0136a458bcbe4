import {
  type ByteReader,
  type ByteWriter,
  copyBytes,
  copyWhole,
  readBytes,
  readUtf8,
  readWhole,
  skipWhole,
  writeBytes,
  writeUtf8,
  writeWhole,
} from './bytes.ts'
import { type Texts, textId, textOf } from './texts.ts'

/** What was learnt of the texts in one field. It decides how they are written, never what is read back. */
export interface TextHabit {
  seen: number
  /** Texts, and patterns of texts, that nobody had seen before. */
  fresh: number
  freshPatterns: number
  /** Whether they seldom come again, as ids: keeping each once would keep them all. */
  isUnique: boolean
  lastPattern: string
  lastPatternId: number
}

export function newHabit(): TextHabit {
  return { seen: 0, fresh: 0, freshPatterns: 0, isUnique: false, lastPattern: '', lastPatternId: 0 }
}

/** The ways a text is written: two bits beside the first number. */
const KEPT = 0
const PATTERN = 1
const SPELT = 2
const UUID = 3

const UUID_BYTES = 16
const CANONICAL_UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
/** Stands for a number in a pattern. */
const GAP = '\u0000'

/** How many fresh texts are let in before a field is judged. */
const PROBATION = 64
/** How many patterns one field may bring. */
const MOST_PATTERNS = 1024

/** Writes a text: its number if it is kept, else what is left of it beside a pattern such as `INV-#/#`. */
export function writeText(writer: ByteWriter, text: string, texts: Texts, habit: TextHabit): void {
  habit.seen++
  if (!habit.isUnique) {
    const known = texts.ids.get(text)
    if (known === undefined) {
      habit.fresh++
      habit.isUnique = habit.fresh > PROBATION && habit.fresh * 4 > habit.seen
    }
    writeWhole(writer, (known ?? textId(texts, text)) * 4 + KEPT)
  } else if (text.length === 36 && CANONICAL_UUID.test(text)) writeUuid(writer, text)
  else if (text.includes(GAP) || !writePattern(writer, text, texts, habit)) spell(writer, text, texts)
}

function writeUuid(writer: ByteWriter, text: string): void {
  writeWhole(writer, UUID)
  const hex = text.replaceAll('-', '')
  writeBytes(
    writer,
    Uint8Array.from({ length: UUID_BYTES }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)),
  )
}

function writePattern(writer: ByteWriter, text: string, texts: Texts, habit: TextHabit): boolean {
  const { pattern, numbers } = patternOf(text)
  if (numbers.length === 0) return false
  if (pattern !== habit.lastPattern) {
    if (!texts.ids.has(pattern)) {
      if (habit.freshPatterns >= MOST_PATTERNS) return false
      habit.freshPatterns++
    }
    habit.lastPattern = pattern
    habit.lastPatternId = textId(texts, pattern)
  }
  writeWhole(writer, habit.lastPatternId * 4 + PATTERN)
  for (const number of numbers) writeWhole(writer, number)
  return true
}

const ZERO = 48
const NINE = 57
/** More digits may not fit a number. */
const MOST_DIGITS = 15

/** A text with a gap for each number in it; digits that would not read back the same stay. */
function patternOf(text: string): { readonly pattern: string; readonly numbers: readonly number[] } {
  const numbers: number[] = []
  let pattern = ''
  let copied = 0
  for (let at = 0; at < text.length; ) {
    const digit = text.charCodeAt(at)
    if (digit < ZERO || digit > NINE) {
      at++
      continue
    }
    pattern += text.slice(copied, at) + GAP
    let number = digit - ZERO
    const most = number === 0 ? at + 1 : at + MOST_DIGITS
    for (at++; at < most; at++) {
      const next = text.charCodeAt(at)
      if (!(next >= ZERO && next <= NINE)) break
      number = number * 10 + (next - ZERO)
    }
    numbers.push(number)
    copied = at
  }
  return { pattern: pattern + text.slice(copied), numbers }
}

function spell(writer: ByteWriter, text: string, texts: Texts): void {
  // UTF-8 has no way to write half a surrogate pair; such a text is kept as it is.
  if (!text.isWellFormed()) writeWhole(writer, textId(texts, text) * 4 + KEPT)
  else {
    writeWhole(writer, SPELT)
    writeUtf8(writer, text)
  }
}

/** Reads what {@link writeText} wrote. */
export function readText(reader: ByteReader, texts: Texts): string {
  const first = readWhole(reader)
  const way = first & 3
  if (way === KEPT) return textOf(texts, first >>> 2) ?? ''
  if (way === PATTERN) return fillIn(reader, texts, first >>> 2)
  return way === SPELT ? readUtf8(reader) : readUuid(reader)
}

/** Passes over what {@link writeText} wrote. */
export function skipText(reader: ByteReader, texts: Texts): void {
  const first = readWhole(reader)
  const way = first & 3
  if (way === KEPT) return
  if (way === PATTERN) for (let left = partsOf(texts, first >>> 2).length; left > 1; left--) skipWhole(reader)
  else {
    const length = way === SPELT ? readWhole(reader) : UUID_BYTES
    reader.at += length
  }
}

/** How many numbers a text has room for, as a pattern. */
export function gapsIn(text: string): number {
  return text.split(GAP).length - 1
}

/** A text under another number, and how many numbers follow it where it is a pattern. */
interface Renumbered {
  readonly id: number
  readonly gaps: number
}

/** Copies what {@link writeText} wrote, with other numbers for the texts that are kept. */
export function copyText(reader: ByteReader, writer: ByteWriter, renumbered: readonly Renumbered[]): void {
  const first = readWhole(reader)
  const way = first & 3
  if (way === KEPT || way === PATTERN) {
    const text = renumbered[first >>> 2]
    if (text === undefined) throw new RangeError('a text of a number that nobody knows')
    writeWhole(writer, text.id * 4 + way)
    if (way === PATTERN) for (let left = text.gaps; left > 0; left--) copyWhole(reader, writer)
    return
  }
  writeWhole(writer, first)
  const length = way === SPELT ? readWhole(reader) : UUID_BYTES
  if (way === SPELT) writeWhole(writer, length)
  copyBytes(writer, reader.bytes, reader.at, reader.at + length)
  reader.at += length
}

function fillIn(reader: ByteReader, texts: Texts, pattern: number): string {
  const parts = partsOf(texts, pattern)
  let text = parts[0] ?? ''
  for (let i = 1; i < parts.length; i++) text += readWhole(reader) + (parts[i] ?? '')
  return text
}

/** What stands between the gaps of a pattern. */
function partsOf(texts: Texts, pattern: number): readonly string[] {
  const parts = texts.patterns[pattern] ?? (textOf(texts, pattern) ?? '').split(GAP)
  texts.patterns[pattern] = parts
  return parts
}

function readUuid(reader: ByteReader): string {
  const bytes = readBytes(reader, UUID_BYTES)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const cuts = [0, 8, 12, 16, 20, 32]
  return cuts
    .slice(1)
    .map((end, index) => hex.slice(cuts[index], end))
    .join('-')
}
