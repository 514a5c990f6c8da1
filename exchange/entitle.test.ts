import { describe, expect, test } from 'vitest'
import type { Catalogue } from '../catalog/catalogue.ts'
import { dayOf } from '../core/day.ts'
import { allTexts } from '../core/locale.ts'
import { DAY, personRequest, testCatalogue } from '../test/support/exchange.ts'
import { entitle, isEntitlement } from './entitle.ts'
import { type ReasonCode, RefusedError, reasonCodes } from './reasons.ts'
import type { RequestInput } from './request.ts'

interface Case {
  change: Partial<RequestInput>
  on?: Date
  negative?: string[]
  catalogue?: Catalogue
  /** Reasons that come with it. */
  also?: ReasonCode[]
}

const KEY = { element: 'person.citizen_id', hash: true }

function withSharing(type: 'withheld' | 'conditional'): Catalogue {
  const datasets = testCatalogue.datasets.map((each) =>
    each.id === 'household_registration' ? { ...each, sharing: { ...each.sharing, type } } : each,
  )
  return { ...testCatalogue, datasets }
}

function withMask(element: string, mask: 'address' | 'year'): Catalogue {
  const elements = testCatalogue.elements.map((each) => (each.id === element ? { ...each, mask } : each))
  return { ...testCatalogue, elements }
}

const approval = { reference: 'r', by: 'b', on: '2026-01-01' }
const many = testCatalogue.elements
  .filter((each) => each.id.startsWith('person.'))
  .map((each) => ({ element: each.id, clear: true, clearLegalBasis: 'x' }))

/** One case a reason: adding a reason without a case fails to compile. */
const cases: Record<ReasonCode, Case> = {
  unknown_foundation: { change: { foundation: 'ghosts' } },
  unknown_element: { change: { fields: [KEY, { element: 'legal_entity.name' }] } },
  fields_empty: { change: { fields: [] }, also: ['key_missing'] },
  fields_too_many: {
    change: { fields: [...many, { element: 'person.shoe_size' }] },
    also: ['unknown_element', 'withheld'],
  },
  field_twice: { change: { fields: [KEY, KEY] } },
  negative_list: { change: {}, negative: ['person.phone'] },
  withheld: { change: { fields: [KEY] }, catalogue: withSharing('withheld') },
  no_legal_basis: { change: { fields: [KEY], legalBasis: ' ' } },
  clear_without_basis: { change: { fields: [KEY, { element: 'person.name', clear: true }] } },
  drop_not_clear: { change: { fields: [KEY, { element: 'person.marital_status' }] } },
  hash_unfit: { change: { fields: [KEY, { element: 'person.sex', hash: true }] } },
  mask_unfit: {
    change: { fields: [KEY, { element: 'person.sex' }] },
    catalogue: withMask('person.sex', 'year'),
  },
  key_missing: { change: { fields: [{ element: 'person.citizen_id' }] } },
  unknown_city: { change: { city: '150102', divisions: ['150102'] } },
  scope_empty: { change: { divisions: [] } },
  unknown_division: { change: { divisions: ['990000'] } },
  historical_division: { change: { city: '150700', divisions: ['152101'] } },
  foreign_division: { change: { divisions: ['150102', '150202'] } },
  purpose_empty: { change: { purpose: '  ' } },
  approval_missing: { change: { approval: { ...approval, by: '' } } },
  approval_future: { change: { approval: { ...approval, on: '2026-11-25' } } },
  period_invalid: { change: { from: '2026-12-02', to: '2026-12-01' } },
  not_yet_valid: { change: { from: '2026-11-25' } },
  expired: { change: { to: '2026-11-23' } },
}

function refusal(each: Case): RefusedError {
  try {
    entitle(each.catalogue ?? testCatalogue, personRequest(each.change), each.on ?? DAY, each.negative)
  } catch (error) {
    if (error instanceof RefusedError) return error
    throw error
  }
  throw new Error('was entitled')
}

describe('the one door', () => {
  test('an entitled request passes, and only what passed is an entitlement', () => {
    const entitlement = entitle(testCatalogue, personRequest(), DAY)
    expect(entitlement.columns.map((column) => [column.name, column.mask])).toEqual([
      ['citizen_id', 'hash'],
      ['name', 'name'],
      ['birth_date', 'year'],
      ['household_division', 'none'],
      ['household_address', 'none'],
      ['contribution_base', 'none'],
      ['phone', 'mobile'],
    ])
    expect(entitlement.keyed).toBe(true)
    expect(isEntitlement(entitlement)).toBe(true)
    expect(isEntitlement({ ...entitlement })).toBe(false)
  })

  test.each(reasonCodes)('refuses: %s', (code) => {
    const error = refusal(cases[code])
    const codes = new Set(error.reasons.map((reason) => reason.code))
    expect([...codes].sort()).toEqual([code, ...(cases[code].also ?? [])].sort())
    expect(error.message).not.toMatch(/\{\w+\}/)
    expect(error.in('zh-CN')).not.toMatch(/\{\w+\}/)
  })

  test('every reason is worded', () => {
    for (const code of reasonCodes) expect(allTexts().has(`exchange.reason.${code}`)).toBe(true)
  })

  test('names all reasons at once', () => {
    const error = refusal({
      change: { purpose: '', approval: undefined, to: '2026-02-01', divisions: ['150202'], legalBasis: '' },
      negative: ['person.name'],
    })
    const codes = error.reasons.map((reason) => reason.code)
    for (const code of [
      'purpose_empty',
      'approval_missing',
      'expired',
      'foreign_division',
      'no_legal_basis',
      'negative_list',
    ])
      expect(codes).toContain(code)
  })

  test('days are those of Asia/Shanghai, both ends included', () => {
    expect(dayOf(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24')
    const request = personRequest({ from: '2026-11-24', to: '2026-11-24' })
    expect(() => entitle(testCatalogue, request, new Date('2026-11-23T15:59:59Z'))).toThrow(RefusedError)
    expect(() => entitle(testCatalogue, request, new Date('2026-11-23T16:00:00Z'))).not.toThrow()
    expect(() => entitle(testCatalogue, request, new Date('2026-11-24T15:59:59Z'))).not.toThrow()
    expect(() => entitle(testCatalogue, request, new Date('2026-11-24T16:00:00Z'))).toThrow(RefusedError)
  })

  test('a city code covers its banners and counties', () => {
    const { divisions } = entitle(testCatalogue, personRequest({ divisions: ['150100'] }), DAY)
    expect(divisions).toContain('150125')
    expect(divisions).not.toContain('150202')
  })

  test('full delivery needs no readable key', () => {
    const request = personRequest({ fields: [{ element: 'person.name' }], delivery: 'full' })
    expect(entitle(testCatalogue, request, DAY).keyed).toBe(false)
  })
})
