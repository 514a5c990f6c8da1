import { describe, expect, it } from 'vitest'
import { codeTables } from './code_tables.ts'

const sizes = {
  sex: 4,
  marital_status: 8,
  ethnic_group: 58,
  education: 38,
  industry: 20,
  registration_status: 5,
}

describe('code tables', () => {
  it('have the codes of their standards', () => {
    const counts = codeTables.map((table) => [table.id, Object.keys(table.codes).length])
    expect(Object.fromEntries(counts)).toMatchObject(sizes)
  })

  it('give every code a meaning, and codes of one table the same length', () => {
    for (const table of codeTables) {
      const lengths = new Set(Object.keys(table.codes).map((code) => code.length))
      expect([table.id, lengths.size]).toEqual([table.id, 1])
      for (const [code, meaning] of Object.entries(table.codes)) {
        expect(code).toMatch(/^[0-9A-Z]+$/)
        expect(meaning).not.toBe('')
      }
    }
  })

  it('has all 56 ethnic groups of the country', () => {
    const groups = codeTables.find((table) => table.id === 'ethnic_group')?.codes ?? {}
    const numbers = Object.keys(groups)
      .map(Number)
      .filter((code) => code <= 56)
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 56 }, (_, index) => index + 1))
  })
})
