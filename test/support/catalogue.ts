import { describe, expect, it } from 'vitest'
import { type Catalogue, catalogue } from '../../catalog/catalogue.ts'
import type { Finding } from '../../catalog/check/finding.ts'
import { checkCatalogue } from '../../catalog/check.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import type { Element } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { type Locale, locales, render } from '../../core/locale.ts'

/** One way to spoil the catalogue, and the findings that must follow. */
export interface Refusal {
  what: string
  spoil: (draft: Draft) => void
  /** Codes after `catalog.check.`, in order. */
  codes: string[]
  /** What the wording must name, in every language or in each its own. */
  names: (string | Record<Locale, string>)[]
}

export const publicSecurity = { 'zh-CN': '自治区公安厅', en: 'Public Security' }
export const civilAffairs = { 'zh-CN': '自治区民政厅', en: 'Civil Affairs' }
export const humanResources = { 'zh-CN': '自治区人力资源和社会保障厅', en: 'Human Resources' }
export const marketRegulation = { 'zh-CN': '自治区市场监督管理局', en: 'Market Regulation' }

/** A copy of the region's catalogue that a test may spoil. Looking up what is not there is an error of the test. */
export class Draft {
  readonly catalogue: Catalogue = structuredClone(catalogue)

  dataset(id: string): Dataset {
    return found(this.catalogue.datasets, id)
  }

  /** `dataset.field` */
  field(ref: string): Field {
    const [dataset = '', field = ''] = ref.split('.')
    return found(this.dataset(dataset).fields, field)
  }

  element(id: string): Element {
    return found(this.catalogue.elements, id)
  }

  foundation(id: string): Foundation {
    return found(this.catalogue.foundations, id)
  }
}

/** The findings on the region's catalogue once it is spoilt. */
export function findingsAfter(spoil: (draft: Draft) => void): Finding[] {
  const draft = new Draft()
  spoil(draft)
  return checkCatalogue(draft.catalogue)
}

/** Declares the tests of each refusal: exactly these findings, every party named in both languages. */
export function testRefusals(refusals: Refusal[]): void {
  describe.each(refusals)('refuses $what', ({ spoil, codes, names }) => {
    it('with exactly these findings', () => {
      expect(findingsAfter(spoil).map((each) => each.code)).toEqual(
        codes.map((code) => `catalog.check.${code}`),
      )
    })

    it.each(locales)('naming every party in %s', (locale) => {
      const words = findingsAfter(spoil).map((each) => render(locale, each.code, each.fields))
      const text = words.join('\n')
      for (const name of names) expect(text).toContain(typeof name === 'string' ? name : name[locale])
      expect(text).not.toMatch(/\{\w+\}|undefined|catalog\.check/)
    })
  })
}

function found<T extends { id: string }>(items: T[], id: string): T {
  const item = items.find((each) => each.id === id)
  if (!item) throw new Error(`the test names ${id}, which the catalogue does not have`)
  return item
}
