import { describe, expect, it } from 'vitest'
import { codes } from './code_table.ts'

describe('codes', () => {
  it('parts codes from meanings, with a colon where a meaning begins with a letter', () => {
    expect(codes('01汉族 02蒙古族\n1A回族')).toEqual({ '01': '汉族', '02': '蒙古族', '1A': '回族' })
    expect(codes('1:A型 2:AB型 3不详')).toEqual({ '1': 'A型', '2': 'AB型', '3': '不详' })
  })

  it('refuses a code given twice', () => {
    expect(() => codes('1男 1女')).toThrow('a code twice')
  })
})
