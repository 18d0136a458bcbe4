import { describe, expect, it } from 'vitest'
import { DomainError, type DomainErrorCode, domainErrors } from './errors.ts'

// Object.keys forgets which names they are.
const codes = Object.keys(domainErrors) as readonly DomainErrorCode[]

describe('a domain error', () => {
  it.each(codes)('%s carries its code, its field and a message that ends in the way out', (code) => {
    const error = new DomainError(code, 'StockSold.quantity', 'quantity')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'DomainError', code, field: 'quantity' })
    expect(error.message).toBe(`StockSold.quantity: ${domainErrors[code]}`)
  })

  it('of one of several events says which', () => {
    const error = new DomainError('MISSING_FIELD', 'StockSold.item', 'item').at(2)
    expect(error).toMatchObject({ code: 'MISSING_FIELD', field: 'item', index: 2 })
    expect(error.message).toBe(`event 3: StockSold.item: ${domainErrors.MISSING_FIELD}`)
  })

  it('names no field where there is none', () => {
    expect(new DomainError('NOT_AN_OBJECT', 'event').field).toBeNull()
  })

  it('has codes in one manner of writing, and messages of a full sentence', () => {
    for (const code of codes) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
      expect(domainErrors[code]).toMatch(/^[A-Z].*\.$/)
    }
  })
})
