import { describe, expect, it } from 'vitest'
import { hasText, type Locale } from '../../core/locale.ts'
import { catalogue } from '../catalogue.ts'
import { isAboutRecord } from '../check/record.ts'
import { catalogueLevels, forms, openingTypes, sharingTypes, updateCycles } from '../dataset.ts'
import { elementTypes, sourcesOf } from '../element.ts'
import { maskIds } from '../masks.ts'
import { dutyLists } from './duty.ts'
import { elementMatrix } from './matrix.ts'
import { departmentsOf, rolesOf } from './matrix_roles.ts'
import { scopeWords } from './scope.ts'

const matrix = elementMatrix(catalogue)
const lists = dutyLists(catalogue)

describe('the element matrix', () => {
  const cells = (id: string) => matrix.elements.find((each) => each.id === id)?.cells ?? []

  it('has every element but those about the record, each in a foundation', () => {
    const expected = catalogue.elements.filter((each) => !isAboutRecord(each.id)).map((each) => each.id)
    expect(matrix.elements.map((each) => each.id)).toEqual(expected)
    const known = catalogue.foundations.map((each) => each.id)
    for (const element of matrix.elements) expect(known, element.id).toContain(element.foundation)
  })

  it('has every field once, and the sources that the elements name', () => {
    for (const element of catalogue.elements.filter((each) => !isAboutRecord(each.id))) {
      const fields = cells(element.id).map((cell) => `${cell.dataset}.${cell.field}`)
      expect(new Set(fields).size).toBe(fields.length)
      const sources = cells(element.id)
        .filter((cell) => cell.role === 'source')
        .map((cell) => `${cell.dataset}.${cell.field}`)
      expect(sources.sort(), element.id).toEqual(
        sourcesOf(element)
          .map((each) => each.field)
          .sort(),
      )
    }
  })

  it('orders what stands in, and tells keys from copies', () => {
    expect(cells('person.name').find((cell) => cell.dataset === 'social_insurance')).toMatchObject({
      department: 'human_resources',
      role: 'fallback',
      rank: 1,
    })
    expect(cells('person.citizen_id').find((cell) => cell.dataset === 'social_insurance')?.role).toBe('key')
  })

  it('says in words what a department is to an element', () => {
    const name = matrix.elements.find((each) => each.id === 'legal_entity.name')
    const roles = (department: string, locale: Locale) => (name ? rolesOf(name, department, locale) : [])
    expect(roles('market_regulation', 'zh-CN')).toContain('数源（标识以 9 开头）')
    expect(roles('market_regulation', 'en')).toContain('source (keys that begin with 9)')
    expect(roles('meteorology', 'en')).toEqual([])
  })

  it('knows the departments that an element concerns', () => {
    const elements = matrix.elements.filter((each) => each.id === 'person.died_on')
    expect(departmentsOf(matrix, elements).map(({ id }) => id)).toEqual(['public_security', 'health'])
  })
})

describe('scopes', () => {
  it('are said in words', () => {
    const when = {
      field: 'place',
      element: 'person.death_place_kind',
      name: { 'zh-CN': '死亡地点', en: 'Place of death' },
      values: [{ code: '1', meaning: '医院' }],
    }
    expect(scopeWords({ keyPrefixes: ['51', '52'] }, 'zh-CN')).toBe('标识以 51、52 开头')
    expect(scopeWords({ keyPrefixes: [], when }, 'en')).toBe('Place of death is 1 医院')
    expect(scopeWords({ keyPrefixes: ['9'], when }, 'zh-CN')).toBe('标识以 9 开头；死亡地点为 1 医院')
    expect(scopeWords(undefined, 'en')).toBe('')
  })
})

describe('duty lists', () => {
  it('give every register to its providing department with all its fields', () => {
    const provided = lists.flatMap((list) => list.provides)
    expect(provided.map((each) => each.dataset.id).sort()).toEqual(
      catalogue.datasets.map((each) => each.id).sort(),
    )
    for (const { dataset, fields } of provided) expect(fields).toHaveLength(dataset.fields.length)
  })

  it('lead every element held only as a copy to its source at another department', () => {
    const obtains = lists.flatMap((list) => list.obtains.map((each) => ({ ...each, by: list.department.id })))
    expect(obtains.length).toBeGreaterThan(0)
    for (const { by, from, heldIn, element } of obtains) {
      expect(heldIn.length, element).toBeGreaterThan(0)
      for (const provider of from) expect(provider.department, element).not.toBe(by)
    }
    const names = lists.find((list) => list.department.id === 'human_resources')?.obtains
    expect(names?.find((each) => each.element === 'person.name')?.from).toMatchObject([
      { department: 'public_security', dataset: 'household_registration', sharing: { type: 'conditional' } },
    ])
  })

  it('show a division of labour to all its parties', () => {
    const parties = lists.filter((list) => list.divides.some((each) => each.element === 'legal_entity.name'))
    expect(parties.map((list) => list.department.id)).toEqual(
      expect.arrayContaining(['civil_affairs', 'market_regulation']),
    )
  })
})

describe('labels', () => {
  it('exist for every value that a catalogue may have', () => {
    const values = {
      form: forms,
      sharing: sharingTypes,
      opening: openingTypes,
      cycle: updateCycles,
      level: catalogueLevels,
      type: elementTypes,
      mask: maskIds,
      role: ['key', 'source', 'copy', 'fallback', 'record'],
    }
    for (const [kind, options] of Object.entries(values)) {
      for (const option of options) expect(hasText(`catalog.label.${kind}.${option}`), option).toBe(true)
    }
  })
})
