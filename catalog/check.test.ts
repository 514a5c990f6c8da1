import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShuyuanError } from '../core/errors.ts'
import { hasText, locales } from '../core/locale.ts'
import { Draft, findingsAfter } from '../test/support/catalogue.ts'
import { catalogue } from './catalogue.ts'
import { assertCatalogue, checkCatalogue } from './check.ts'

describe('the catalogue of the region', () => {
  it('is consistent', () => {
    expect(checkCatalogue(catalogue)).toEqual([])
    expect(() => assertCatalogue(catalogue)).not.toThrow()
  })
})

describe('assertCatalogue', () => {
  it('throws one error that tells every finding in both languages', () => {
    const { catalogue: draft } = new Draft()
    const codes = draft.elements.filter((element) => element.type === 'code')
    for (const element of codes) element.codeTable = 'nowhere'
    const error = thrownBy(() => assertCatalogue(draft))
    expect(error.code).toBe('catalog.inconsistent')
    for (const locale of locales) {
      expect(error.in(locale)).toContain(String(checkCatalogue(draft).length))
      for (const { id } of codes) expect(error.in(locale)).toContain(id)
    }
  })
})

describe('checkCatalogue', () => {
  it('leaves the catalogue as it is and repeats itself', () => {
    const { catalogue: draft } = new Draft()
    draft.elements.pop()
    const before = structuredClone(draft)
    expect(checkCatalogue(draft)).toEqual(checkCatalogue(draft))
    expect(draft).toEqual(before)
  })

  it('survives any entry dropped and any list emptied, with wording for all it finds', () => {
    const lists = ['departments', 'divisions', 'codeTables', 'elements', 'datasets', 'foundations'] as const
    fc.assert(
      fc.property(fc.constantFrom(...lists), fc.option(fc.nat(120)), (list, at) => {
        const findings = findingsAfter(({ catalogue: draft }) => {
          if (at === null) draft[list].length = 0
          else draft[list].splice(at % draft[list].length, 1)
        })
        return findings.every((each) => hasText(each.code))
      }),
    )
  })
})

function thrownBy(act: () => void): ShuyuanError {
  try {
    act()
  } catch (error) {
    if (error instanceof ShuyuanError) return error
  }
  throw new Error('no ShuyuanError was thrown')
}
