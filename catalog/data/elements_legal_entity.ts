import type { Element } from '../element.ts'
import {
  citizenId,
  coded,
  type ElementInput,
  elementsFrom,
  type Item,
  internal,
  item,
  open,
} from './element_parts.ts'

/**
 * The registers of Article 14 with the first characters of the codes that they answer for: registration authority
 * and, where civil affairs keeps two registers, category (GB 32100). Disjoint, so that every entity has one source.
 */
const registers = {
  market_entities: ['9'],
  social_organisations: ['51', '52', '53', '59'],
  self_governance_committees: ['54', '55'],
  organs_and_institutions: ['1'],
  legal_service_bodies: ['3'],
  religious_venues: ['7'],
  trade_unions: ['8'],
  rural_collectives: ['N'],
}
type Register = keyof typeof registers

const everyRegister = Object.keys(registers) as Register[]
const withCapital: Register[] = [
  'market_entities',
  'social_organisations',
  'organs_and_institutions',
  'legal_service_bodies',
  'rural_collectives',
]

/** Each register answers for its own codes, in the field of that name. */
function dividedBy(names: Register[], field: string): ElementInput['authority'] {
  return names.map((name) => ({ field: `${name}.${field}`, keyPrefixes: registers[name] }))
}

/** Items that these registers hold. */
function held(names: Register[], items: Item[]): Element[] {
  return items.flatMap((each) => {
    const authority = dividedBy(names, each.column)
    return elementsFrom('legal_entity', '', [{ ...each, extras: { ...each.extras, authority } }])
  })
}

/** Elements of the legal-entity foundation. The part after `legal_entity.` is the column of the golden table. */
export const legalEntityElements: Element[] = [
  ...held(everyRegister, [
    item('uscc', '统一社会信用代码', 'Unified social credit code', 'uscc', open, {
      standard: 'GB 32100-2015',
    }),
    item('name', '名称', 'Name', 'text', open, { maxLength: 200 }),
    item('kind', '组织类型', 'Kind of organisation', 'text', open, { maxLength: 40 }),
    item('representative_name', '法定代表人（负责人）姓名', 'Legal representative', 'personName', internal, {
      maxLength: 100,
    }),
    item(
      'representative_citizen_id',
      '法定代表人公民身份号码',
      "Legal representative's identity number",
      'citizenId',
      citizenId,
      { standard: 'GB 11643-1999' },
    ),
  ]),
  ...held(withCapital, [
    item('registered_capital', '注册资本（开办资金）', 'Registered capital', 'decimal', open, {
      unit: '10000 CNY',
    }),
  ]),
  ...held(everyRegister, [
    item('established_on', '成立日期', 'Date of establishment', 'date', open),
    item('division', '登记所在区划', 'Division of registration', 'division', open, { standard: 'GB/T 2260' }),
    item('address', '住所', 'Address', 'text', internal, { maxLength: 200 }),
    coded('status', '登记状态', 'Registration status', open, 'registration_status'),
  ]),
  ...elementsFrom('legal_entity', 'market_entities', [
    coded('industry', '行业门类', 'Industry section', open, 'industry', { standard: 'GB/T 4754-2017' }),
  ]),
  ...held(withCapital, [
    item('business_scope', '经营（业务）范围', 'Scope of business', 'text', open, { maxLength: 2000 }),
  ]),
  ...held(everyRegister, [
    item('registered_by', '登记机关', 'Registration authority', 'text', open, { maxLength: 100 }),
    item('cancelled_on', '注销日期', 'Date of cancellation', 'date', open),
  ]),
  ...held(
    ['social_organisations', 'organs_and_institutions', 'legal_service_bodies'],
    [item('supervising_body', '业务主管（举办）单位', 'Supervising body', 'text', open, { maxLength: 100 })],
  ),
]
