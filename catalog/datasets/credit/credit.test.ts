import { describe, expect, it } from 'vitest'
import { creditElements } from '../../data/elements_credit.ts'
import { sourcesOf } from '../../element.ts'
import { creditDatasets } from './index.ts'

const serial = '91150100MATEAT0143202600001'
const samples = {
  administrative_penalties: `CF${serial}`,
  administrative_permits: `XK${serial}`,
  dishonest_persons: `SX${serial}`,
  commendations: `BZ${serial}`,
}

describe('registers of credit records', () => {
  it('each take the identifiers of their own prefix only', () => {
    for (const { id, rules } of creditDatasets) {
      const pattern = rules.find((rule) => rule.kind === 'pattern')?.pattern ?? ''
      const taken = Object.entries(samples).filter(([, sample]) => new RegExp(pattern, 'u').test(sample))
      expect(taken).toEqual([[id, samples[id as keyof typeof samples]]])
    }
  })

  it('take serial numbers of 6 to 14 digits', () => {
    const pattern = creditDatasets[0]?.rules.find((rule) => rule.kind === 'pattern')?.pattern ?? ''
    const takes = (digits: number) =>
      new RegExp(pattern, 'u').test(`CF91150100MATEAT0143${'7'.repeat(digits)}`)
    expect([5, 6, 14, 15].map(takes)).toEqual([false, true, true, false])
  })

  it('answer for every element that they carry, by prefix', () => {
    for (const element of creditElements) {
      const carried = creditDatasets.flatMap(({ id, fields }) =>
        fields.filter((field) => field.element === element.id).map((field) => `${id}.${field.id}`),
      )
      expect(sourcesOf(element).map((source) => source.field)).toEqual(carried)
    }
  })

  it('never open an identity number', () => {
    for (const { opening } of creditDatasets) {
      expect(opening.conditions?.['zh-CN']).toContain('不含自然人身份号码')
    }
  })
})
