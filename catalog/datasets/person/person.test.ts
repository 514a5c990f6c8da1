import { describe, expect, it } from 'vitest'
import { codeTables } from '../../data/code_tables.ts'
import { personElements } from '../../data/elements_person.ts'
import { identityOf } from '../../dataset.ts'
import { sourcesOf } from '../../element.ts'
import { personDatasets } from './index.ts'

const elementOf = (id: string) => personElements.find((element) => element.id === id)

describe('registers of natural persons', () => {
  it('cover every item of Article 13', () => {
    const items = new Set(personDatasets.map((dataset) => dataset.article))
    const expected = Array.from({ length: 11 }, (_, index) => `13(${index + 1})`)
    expect([...items].sort()).toEqual(expected.sort())
  })

  it('are never opened, and shared only with a legal basis', () => {
    for (const { id, opening, sharing } of personDatasets) {
      expect([id, opening.type]).toEqual([id, 'closed'])
      expect([id, sharing.type === 'unconditional']).toEqual([id, false])
      expect(sharing.legalBasis?.['zh-CN']).toMatch(/^《.+》/)
    }
  })

  it('tell their records apart by the fields that must be unique', () => {
    for (const dataset of personDatasets) {
      const unique = dataset.rules.flatMap((rule) => (rule.kind === 'unique' ? [rule.fields] : []))
      expect([dataset.id, unique]).toEqual([dataset.id, [identityOf(dataset)]])
    }
  })

  it('date their records in the past, unless a rule lets a day lie ahead', () => {
    const ahead = personDatasets.flatMap(({ id, rules }) =>
      rules.flatMap((rule) => (rule.kind === 'date' && rule.allowFuture ? [`${id}.${rule.field}`] : [])),
    )
    expect(ahead).toEqual([
      'residence_permits.endorsed_until',
      'minimum_living_allowance.until_date',
      'practising_certificates.valid_to',
    ])
  })
})

describe('deaths', () => {
  const places = Object.keys(codeTables.find((table) => table.id === 'death_place')?.codes ?? {}).sort()

  it.each(['person.died_on', 'person.death_certificate_no', 'person.death_place_kind'])(
    'have one authority of %s wherever they happen',
    (id) => {
      const element = elementOf(id)
      const answered = element ? sourcesOf(element).flatMap((source) => source.when?.in ?? []) : []
      expect(answered.sort()).toEqual(places)
    },
  )
})

describe('gradings', () => {
  it('put identity numbers, health and schooling at L4', () => {
    const kinds = /^(vaccination|school_enrolment)\.|^person\.(health_|blood_|chronic_|disability_)/
    const graded = personElements.filter(
      ({ id, type }) =>
        (kinds.test(id) && type !== 'division' && id !== 'vaccination.batch_no') || type === 'citizenId',
    )
    expect(graded.length).toBeGreaterThan(20)
    for (const { id, grading } of graded) expect([id, grading]).toEqual([id, 'L4'])
  })
})
