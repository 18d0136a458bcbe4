import { describe, expect, it } from 'vitest'
import { fold, type Given, keyOf } from './history.spec.support.ts'
import { allocation, release, reserve, sale } from './trade.spec.support.ts'

const reserved = (...given: readonly Given[]) => fold(given).branch().reserved
const web = (...given: readonly Given[]) => fold(given).find('channel', keyOf('A', 'web'))

describe('reservations', () => {
  it('add up, over one name and over several', () => {
    expect(reserved(reserve('R1', '3'), reserve('R1', '2'), reserve('R2', '4'))).toBe('9')
  })

  it('are lowered by a release, never below zero', () => {
    expect(reserved(reserve('R1', '3'), reserve('R2', '4'), release('R1', '1'))).toBe('6')
    expect(reserved(reserve('R1', '3'), reserve('R2', '4'), release('R1', '9'))).toBe('4')
    expect(reserved(reserve('R1', '3'), release('unknown', '1'))).toBe('3')
  })

  it('are lowered by a sale that names them, never below zero', () => {
    expect(reserved(reserve('R1', '3'), sale('2', { reservation: 'R1' }))).toBe('1')
    expect(reserved(reserve('R1', '3'), sale('5', { reservation: 'R1' }))).toBe('0')
    expect(reserved(reserve('R1', '3'), sale('2'))).toBe('3')
  })

  it('start again from zero once used up', () => {
    expect(reserved(reserve('R1', '3'), release('R1', '9'), reserve('R1', '2'))).toBe('2')
  })

  it('are those of their branch', () => {
    const { branch } = fold([
      reserve('R1', '3'),
      reserve('R1', '2', { branch: 'B' }),
      release('R1', '1', { branch: 'B' }),
    ])
    expect([branch('A').reserved, branch('B').reserved]).toEqual(['3', '1'])
  })

  it('move no stock', () => {
    expect(fold([reserve('R1', '3'), release('R1', '1')]).told()).toEqual([])
  })
})

describe('channels', () => {
  it('an allocation is absolute', () => {
    expect(web(allocation('web', '5'), allocation('web', '3'))).toMatchObject({ allocated: '3' })
  })

  it('a sale by the channel lowers it, never below zero', () => {
    expect(web(allocation('web', '5'), sale('2', { channel: 'web' }))).toMatchObject({ allocated: '3' })
    expect(web(allocation('web', '5'), sale('9', { channel: 'web' }))).toMatchObject({ allocated: '0' })
  })

  it('a sale by another channel, at another branch, or shipped by the supplier does not', () => {
    const others = [
      sale('1', { channel: 'shop' }),
      sale('1', { channel: 'web', branch: 'B' }),
      sale('1', { channel: 'web', direct: { unitCost: '1' } }),
      sale('1'),
    ]
    expect(web(allocation('web', '5'), ...others)).toMatchObject({ allocated: '5' })
  })

  it('a reservation for the channel is reserved within it, until released or sold', () => {
    const given = [allocation('web', '9'), reserve('R1', '4', { channel: 'web' })]
    expect(web(...given)).toMatchObject({ allocated: '9', reserved: '4' })
    expect(web(...given, release('R1', '1'))).toMatchObject({ allocated: '9', reserved: '3' })
    expect(web(...given, sale('3', { channel: 'web', reservation: 'R1' }))).toMatchObject({
      allocated: '6',
      reserved: '1',
    })
  })

  it('a reservation is of the channel it was first made for', () => {
    const given = [reserve('R1', '3', { channel: 'web' }), reserve('R1', '2')]
    expect(web(...given)).toMatchObject({ reserved: '5' })
    expect(web(...given, release('R1', '5'))).toMatchObject({ reserved: '0' })
  })

  it('a reservation first made for no channel stays of none', () => {
    const both = [reserve('R1', '3'), reserve('R1', '2', { channel: 'web' })]
    expect(reserved(...both)).toBe('5')
    expect(web(...both, allocation('web', '9'))).toMatchObject({ reserved: '0' })
    expect(web(...both, allocation('web', '9'), release('R1', '5'))).toMatchObject({ reserved: '0' })
  })

  it('a reservation used up is forgotten, with its channel', () => {
    const given = [reserve('R1', '3', { channel: 'web' }), release('R1', '3'), reserve('R1', '2')]
    expect(web(...given)).toMatchObject({ reserved: '0' })
    expect(reserved(...given)).toBe('2')
  })
})
