import { describe, expect, it } from 'vitest'
import '../quality/rules/kinds/index.ts'
import type { ShuyuanError } from '../core/errors.ts'
import { catalogue as base } from './catalogue.ts'
import { checkCatalogue } from './check.ts'
import { defineDataset } from './dataset.ts'
import { defineElement } from './element.ts'
import { type CatalogueChanges, extendCatalogue } from './extend.ts'
import { datasetOf, elementOf, foundationOf } from './lookup.ts'

const named = (text: string) => ({ 'zh-CN': text, en: text })

const element = (id: string, type: 'text' | 'division', authority = `homestays.${id.split('.')[1]}`) =>
  defineElement({ id, name: named(id), type, grading: 'L1', mask: 'none', authority })

const homestays = (foundation: string) => {
  const { sharing, opening } = datasetOf(base, 'market_entities')
  return defineDataset({
    id: 'homestays',
    name: named('民宿'),
    abstract: named('民宿备案'),
    ...{ foundation, form: 'file', sharing, opening, updateCycle: 'monthly' },
    providingDepartment: 'public_security',
    collectingDepartment: 'public_security',
    approvingDepartment: 'public_security',
    key: 'uscc',
    eventTime: 'updated_at',
    recordKey: ['record_no'],
    fields: [
      { id: 'uscc', header: '统一社会信用代码', element: 'legal_entity.uscc', role: 'key', required: true },
      { id: 'record_no', header: '备案号', element: 'homestay.record_no', role: 'source', required: true },
      { id: 'updated_at', header: '更新时间', element: 'record.updated_at', role: 'copy', required: true },
    ],
    rules: [{ kind: 'unique', fields: ['record_no'] }],
  })
}

const refusal = (changes: CatalogueChanges) => {
  try {
    extendCatalogue(base, changes)
  } catch (error) {
    return error as ShuyuanError
  }
  throw new Error('not refused')
}

describe('a catalogue that is extended', () => {
  it('has the new register in its foundation, and is consistent', () => {
    const extended = extendCatalogue(base, {
      add: { datasets: [homestays('legal_entity')], elements: [element('homestay.record_no', 'text')] },
    })
    expect(checkCatalogue(extended)).toEqual([])
    expect(foundationOf(extended, 'legal_entity').datasets.at(-1)).toBe('homestays')
    expect(extended.datasets).toHaveLength(base.datasets.length + 1)
    expect(foundationOf(base, 'legal_entity').datasets).not.toContain('homestays')
  })

  it('leaves out a foundation with its registers and what only they carry', () => {
    const without = extendCatalogue(base, { without: { foundations: ['credit'] } })
    expect(checkCatalogue(without)).toEqual([])
    expect(without.datasets.filter(({ foundation }) => foundation === 'credit')).toEqual([])
    expect(without.elements.filter(({ id }) => id.startsWith('credit.'))).toEqual([])
    expect(elementOf(without, 'person.name')).toBe(elementOf(base, 'person.name'))
  })

  it('leaves out a register, and its elements where no other register carries them', () => {
    const without = extendCatalogue(base, {
      without: { datasets: ['vaccinations', 'household_registration'] },
    })
    expect(foundationOf(without, 'person').datasets).not.toContain('vaccinations')
    expect(without.elements.some(({ id }) => id.startsWith('vaccination.'))).toBe(false)
    // Others hold copies of the name: that it has no source any more is for the check to say.
    expect(elementOf(without, 'person.name')).toBeDefined()
    expect(checkCatalogue(without).map(({ code }) => code)).toContain('catalog.check.authority_missing')
  })

  it('leaves rules that look into what is gone to the check', () => {
    const without = extendCatalogue(base, { without: { foundations: ['geography'] } })
    expect(checkCatalogue(without).map(({ code, fields }) => [code, fields.dataset, fields.to])).toEqual([
      ['catalog.check.rule_unknown_dataset', 'real_estate', 'land_parcels'],
    ])
  })

  it('may leave everything out and begin with a register of its own', () => {
    const foundations = base.foundations.map(({ id }) => id)
    const { elements, datasets } = extendCatalogue(base, { without: { foundations } })
    expect(datasets).toEqual([])
    expect(elements.map(({ id }) => id)).toEqual(['record.updated_at'])
  })

  it('has a replacement in the place of what it replaces', () => {
    const element = { ...elementOf(base, 'person.name'), maxLength: 60 }
    const replaced = extendCatalogue(base, { replace: { elements: [element] } })
    const at = base.elements.findIndex(({ id }) => id === 'person.name')
    expect(replaced.elements[at]).toEqual(element)
    expect(replaced.elements).toHaveLength(base.elements.length)
  })
})

describe('changes that do not hold', () => {
  it('are told all together', () => {
    const changes = {
      add: { departments: [{ id: 'tax', name: named('税务') }] },
      replace: { elements: [element('homestay.record_no', 'text')] },
      without: { datasets: ['marriages'] },
    }
    const error = refusal(changes)
    expect([error.code, error.fields.count]).toEqual(['catalog.bad_extension', 3])
    expect(error.message).toContain('add.departments: tax is in the catalogue already')
    expect(error.message).toContain('The elements of the catalogue have no homestay.record_no')
    expect(error.message).toContain('The datasets of the catalogue have no marriages')
    expect(error.in('zh-CN')).toContain('add.departments 中的 tax 在目录中已有')
  })

  it('are named where one entry is changed twice', () => {
    const tax = { id: 'tax', name: named('税务') }
    expect(refusal({ replace: { departments: [tax, tax] } }).message).toContain(
      'name tax of departments twice',
    )
    expect(refusal({ replace: { departments: [tax] }, without: { departments: ['tax'] } }).fields.count).toBe(
      1,
    )
  })

  it('are refused by key where an entry is not one', () => {
    const wrong = { ...elementOf(base, 'person.name'), type: 'number' } as never
    const error = refusal({ replace: { elements: [wrong] } })
    expect(error.code).toBe('catalog.bad_entry')
    expect(error.message).toContain('person.name')
    expect(error.message).toContain('type: Invalid option')
  })
})
