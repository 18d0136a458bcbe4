import { describe, expect, it } from 'vitest'
import { numberReader } from './number.ts'

const english = numberReader({ decimal: '.', group: ',' })
const german = numberReader({ decimal: ',', group: '.' })

describe('a cell read as a number', () => {
  it.each([
    [english, '1,234,567.50', '1234567.50'],
    [english, '1234.5', '1234.5'],
    [english, '-3', '-3'],
    [english, '3-', '-3'],
    [english, '(1,234.5)', '-1234.5'],
    [english, '+7', '7'],
    [german, '1.234,50', '1234.50'],
    [german, '-0,5', '-0.5'],
    [numberReader({ decimal: ',', group: ' ' }), '12 000,5', '12000.5'],
  ])('%# %s is %s', (read, cell, expected) => expect(read(cell)).toBe(expected))

  it.each([
    [english, '1.234,50'],
    [english, '1,23'],
    [german, '1,234.50'],
    [german, '1.5'],
    [english, '--3'],
    [english, '3 kg'],
    [english, '(3'],
    [numberReader({ decimal: '.' }), '1,234'],
  ])('%# %s is refused', (read, cell) => {
    expect(() => read(cell)).toThrow(expect.objectContaining({ code: 'UNREADABLE_CELL' }))
  })
})
