import { defineElement, type Element } from '../element.ts'

/** Market regulation answers for codes of authority 9, civil affairs for those of authority 5: disjoint by the code's first character. */
function byRegister(field: string) {
  return [
    { field: `market_entities.${field}`, keyPrefixes: ['9'] },
    { field: `social_organisations.${field}`, keyPrefixes: ['5'] },
  ]
}

/** Elements of the legal-entity foundation. The part after `legal_entity.` is the column of the golden table. */
export const legalEntityElements: Element[] = [
  defineElement({
    id: 'legal_entity.uscc',
    name: { 'zh-CN': '统一社会信用代码', en: 'Unified social credit code' },
    type: 'uscc',
    grading: 'L1',
    mask: 'none',
    authority: byRegister('uscc'),
    standard: 'GB 32100-2015',
  }),
  defineElement({
    id: 'legal_entity.name',
    name: { 'zh-CN': '名称', en: 'Name' },
    type: 'text',
    maxLength: 200,
    grading: 'L1',
    mask: 'none',
    authority: byRegister('name'),
  }),
  defineElement({
    id: 'legal_entity.kind',
    name: { 'zh-CN': '组织类型', en: 'Kind of organisation' },
    type: 'text',
    maxLength: 40,
    grading: 'L1',
    mask: 'none',
    authority: byRegister('kind'),
  }),
  defineElement({
    id: 'legal_entity.representative_name',
    name: { 'zh-CN': '法定代表人（负责人）姓名', en: 'Legal representative' },
    type: 'personName',
    maxLength: 100,
    grading: 'L2',
    mask: 'none',
    authority: byRegister('representative_name'),
  }),
  defineElement({
    id: 'legal_entity.representative_citizen_id',
    name: { 'zh-CN': '法定代表人公民身份号码', en: "Legal representative's identity number" },
    type: 'citizenId',
    grading: 'L4',
    mask: 'citizenId',
    authority: byRegister('representative_citizen_id'),
  }),
  defineElement({
    id: 'legal_entity.registered_capital',
    name: { 'zh-CN': '注册资本（开办资金）', en: 'Registered capital' },
    type: 'decimal',
    unit: '10000 CNY',
    grading: 'L1',
    mask: 'none',
    authority: byRegister('registered_capital'),
  }),
  defineElement({
    id: 'legal_entity.established_on',
    name: { 'zh-CN': '成立日期', en: 'Date of establishment' },
    type: 'date',
    grading: 'L1',
    mask: 'none',
    authority: byRegister('established_on'),
  }),
  defineElement({
    id: 'legal_entity.division',
    name: { 'zh-CN': '登记所在区划', en: 'Division of registration' },
    type: 'division',
    grading: 'L1',
    mask: 'none',
    authority: byRegister('division'),
    standard: 'GB/T 2260',
  }),
  defineElement({
    id: 'legal_entity.address',
    name: { 'zh-CN': '住所', en: 'Address' },
    type: 'text',
    maxLength: 200,
    grading: 'L2',
    mask: 'none',
    authority: byRegister('address'),
  }),
  defineElement({
    id: 'legal_entity.status',
    name: { 'zh-CN': '登记状态', en: 'Registration status' },
    type: 'code',
    codeTable: 'registration_status',
    grading: 'L1',
    mask: 'none',
    authority: byRegister('status'),
  }),
  defineElement({
    id: 'legal_entity.industry',
    name: { 'zh-CN': '行业门类', en: 'Industry section' },
    type: 'code',
    codeTable: 'industry',
    grading: 'L1',
    mask: 'none',
    authority: 'market_entities.industry',
    standard: 'GB/T 4754-2017',
  }),
]
