import { defineDataset } from '../../dataset.ts'
import { citizenKey, heldBy, named, personalData, source, updatedAt, usualRules } from '../parts.ts'

/** 户籍登记 (Article 13, item 1). */
export const householdRegistration = defineDataset({
  id: 'household_registration',
  name: named('户籍登记信息', 'Household registration'),
  abstract: named(
    '自治区户籍人口的登记项目，由公安机关采集。',
    'Registered population of the region, collected by the public security organs.',
  ),
  article: '13(1)',
  foundation: 'person',
  form: 'table',
  ...heldBy('public_security'),
  ...personalData({
    basis: named('《中华人民共和国户口登记条例》', 'Regulations on Household Registration'),
    conditions: named(
      '履行法定职责所必需，限于申请列明的字段和区划',
      'Needed for a statutory duty; limited to the fields and divisions of the request',
    ),
  }),
  updateCycle: 'daily',
  levels: ['region', 'county'],
  history: true,
  // 重号: whoever of two people gets another number has the same name, sex and birth date under it.
  holder: { name: 'name', facts: ['sex', 'birth_date'], instead: ['sex', 'birth_date'] },
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    source('name', '姓名', 'person.name', { required: true }),
    source('sex', '性别', 'person.sex', { aliases: ['性别代码'], required: true }),
    source('birth_date', '出生日期', 'person.birth_date', { required: true }),
    source('ethnic_group', '民族', 'person.ethnic_group', { aliases: ['民族代码'] }),
    source('education', '文化程度', 'person.education'),
    source('division', '户籍所在区划', 'person.household_division', {
      aliases: ['户籍区划代码'],
      required: true,
    }),
    source('address', '户籍地址', 'person.household_address', { aliases: ['住址'] }),
    source('household_no', '户号', 'person.household_no'),
    updatedAt,
  ],
  rules: [
    { kind: 'citizenId', field: 'citizen_id', forms: ['mainland', 'legacy'] },
    { kind: 'address', field: 'address', division: 'division' },
    { kind: 'birthDateMatchesId', field: 'birth_date', id: 'citizen_id' },
    { kind: 'sexMatchesId', field: 'sex', id: 'citizen_id' },
    ...usualRules(['citizen_id'], 0.8),
  ],
})
