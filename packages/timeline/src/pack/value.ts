import {
  type ByteReader,
  type ByteWriter,
  foldSign,
  readDouble,
  readUtf8,
  readWhole,
  unfoldSign,
  writeDouble,
  writeUtf8,
  writeWhole,
} from './bytes.ts'
import { codeOfMicros, microsOfCode, NO_CODE } from './number.ts'

/** What follows, one byte before it. */
const UNDEFINED = 0
const NULL = 1
const FALSE = 2
const TRUE = 3
const WHOLE = 4
const DOUBLE = 5
const BIGINT = 6
const LARGE_BIGINT = 7
const TEXT = 8
const RAW_TEXT = 9
const LIST = 10
const OBJECT = 11
const BARE_OBJECT = 12

/** Whether a number can be written as a whole one, its sign of zero included. */
export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && Math.abs(value) < 2 ** 49 && !Object.is(value, -0)
}

/** Whether a value is plain data through and through: what is read back is then the same as what was written. */
export function isPlainData(value: unknown): boolean {
  switch (typeof value) {
    case 'function':
    case 'symbol':
      return false
    case 'object': {
      if (value === null) return true
      if (Array.isArray(value)) return isPlainList(value)
      const prototype: unknown = Object.getPrototypeOf(value)
      if (prototype !== Object.prototype && prototype !== null) return false
      return areFieldsPlain(value)
    }
    default:
      return true
  }
}

function areFieldsPlain(value: object): boolean {
  // Any fields; those of a plain object are all its own.
  const fields = value as { readonly [name: string]: unknown }
  for (const name in fields) if (!isPlainData(fields[name])) return false
  return true
}

/** Without gaps and without properties of its own. */
function isPlainList(list: readonly unknown[]): boolean {
  return Object.keys(list).length === list.length && list.every(isPlainData)
}

/** Writes plain data. */
export function writeValue(writer: ByteWriter, value: unknown): void {
  switch (typeof value) {
    case 'undefined':
      writeWhole(writer, UNDEFINED)
      return
    case 'boolean':
      writeWhole(writer, value ? TRUE : FALSE)
      return
    case 'number':
      writeNumber(writer, value)
      return
    case 'bigint':
      writeBigint(writer, value)
      return
    case 'string':
      writeAnyText(writer, value)
      return
    case 'object':
      if (value === null) writeWhole(writer, NULL)
      else if (Array.isArray(value)) writeList(writer, value)
      else writeObject(writer, value)
      return
    default:
      throw new TypeError(`a ${typeof value} is not plain data`)
  }
}

function writeNumber(writer: ByteWriter, value: number): void {
  if (isWhole(value)) {
    writeWhole(writer, WHOLE)
    writeWhole(writer, foldSign(value))
  } else {
    writeWhole(writer, DOUBLE)
    writeDouble(writer, value)
  }
}

function writeBigint(writer: ByteWriter, value: bigint): void {
  const code = codeOfMicros(value)
  if (code !== NO_CODE) {
    writeWhole(writer, BIGINT)
    writeWhole(writer, code)
  } else {
    writeWhole(writer, LARGE_BIGINT)
    writeUtf8(writer, value.toString(36))
  }
}

function writeAnyText(writer: ByteWriter, text: string): void {
  if (text.isWellFormed()) {
    writeWhole(writer, TEXT)
    writeUtf8(writer, text)
    return
  }
  writeWhole(writer, RAW_TEXT)
  writeWhole(writer, text.length)
  for (let i = 0; i < text.length; i++) writeWhole(writer, text.charCodeAt(i))
}

function writeList(writer: ByteWriter, list: readonly unknown[]): void {
  writeWhole(writer, LIST)
  writeWhole(writer, list.length)
  for (const part of list) writeValue(writer, part)
}

function writeObject(writer: ByteWriter, object: object): void {
  const entries = Object.entries(object)
  writeWhole(writer, Object.getPrototypeOf(object) === null ? BARE_OBJECT : OBJECT)
  writeWhole(writer, entries.length)
  for (const [name, part] of entries) {
    writeAnyText(writer, name)
    writeValue(writer, part)
  }
}

/** Reads what {@link writeValue} wrote. */
export function readValue(reader: ByteReader): unknown {
  const kind = readWhole(reader)
  switch (kind) {
    case UNDEFINED:
      return undefined
    case NULL:
      return null
    case FALSE:
      return false
    case TRUE:
      return true
    case WHOLE:
      return unfoldSign(readWhole(reader))
    case DOUBLE:
      return readDouble(reader)
    case BIGINT:
      return microsOfCode(readWhole(reader))
    case LARGE_BIGINT:
      return largeBigint(readUtf8(reader))
    case TEXT:
      return readUtf8(reader)
    case RAW_TEXT:
      return readRawText(reader)
    case LIST:
      return Array.from({ length: readWhole(reader) }, () => readValue(reader))
    case OBJECT:
      return readObject(reader, {})
    case BARE_OBJECT:
      return readObject(reader, Object.create(null))
    default:
      throw new RangeError(`no value is written as ${kind}`)
  }
}

function readRawText(reader: ByteReader): string {
  const units = Array.from({ length: readWhole(reader) }, () => readWhole(reader))
  return units.map((unit) => String.fromCharCode(unit)).join('')
}

function readObject(reader: ByteReader, object: object): object {
  const length = readWhole(reader)
  for (let i = 0; i < length; i++) {
    const name = readValue(reader)
    const value = readValue(reader)
    // Defined, not set: `__proto__` may be the name of a field.
    Object.defineProperty(object, String(name), {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return object
}

const DIGITS = 36n

function largeBigint(text: string): bigint {
  const isNegative = text.startsWith('-')
  let magnitude = 0n
  for (const digit of isNegative ? text.slice(1) : text) {
    magnitude = magnitude * DIGITS + BigInt(Number.parseInt(digit, 36))
  }
  return isNegative ? -magnitude : magnitude
}
