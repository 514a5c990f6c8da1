import { defineDataset } from '../dataset.ts'

/** 户籍登记 (Article 13, item 1). */
export const householdRegistration = defineDataset({
  id: 'household_registration',
  name: { 'zh-CN': '户籍登记信息', en: 'Household registration' },
  abstract: {
    'zh-CN': '自治区户籍人口的登记项目，由公安机关采集。',
    en: 'Registered population of the region, collected by the public security organs.',
  },
  foundation: 'person',
  form: 'table',
  providingDepartment: 'public_security',
  collectingDepartment: 'public_security',
  approvingDepartment: 'public_security',
  sharing: {
    type: 'conditional',
    scope: { 'zh-CN': '各级公共管理和服务机构', en: 'Public management and service bodies' },
    conditions: {
      'zh-CN': '履行法定职责所必需，限于申请列明的字段和区划',
      en: 'Needed for a statutory duty; limited to the fields and divisions of the request',
    },
    legalBasis: {
      'zh-CN': '《中华人民共和国户口登记条例》；《中华人民共和国个人信息保护法》第三十四条',
      en: 'Regulations on Household Registration; Personal Information Protection Law, Article 34',
    },
  },
  opening: {
    type: 'closed',
    legalBasis: {
      'zh-CN': '《中华人民共和国个人信息保护法》第二十五条',
      en: 'Personal Information Protection Law, Article 25',
    },
  },
  updateCycle: 'daily',
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    {
      id: 'citizen_id',
      header: '公民身份号码',
      aliases: ['身份证号', '身份证号码'],
      element: 'person.citizen_id',
      role: 'key',
      required: true,
    },
    { id: 'name', header: '姓名', element: 'person.name', role: 'source', required: true },
    {
      id: 'sex',
      header: '性别',
      aliases: ['性别代码'],
      element: 'person.sex',
      role: 'source',
      required: true,
    },
    { id: 'birth_date', header: '出生日期', element: 'person.birth_date', role: 'source', required: true },
    {
      id: 'ethnic_group',
      header: '民族',
      aliases: ['民族代码'],
      element: 'person.ethnic_group',
      role: 'source',
    },
    { id: 'education', header: '文化程度', element: 'person.education', role: 'source' },
    {
      id: 'division',
      header: '户籍所在区划',
      aliases: ['户籍区划代码'],
      element: 'person.household_division',
      role: 'source',
      required: true,
    },
    {
      id: 'address',
      header: '户籍地址',
      aliases: ['住址'],
      element: 'person.household_address',
      role: 'source',
    },
    { id: 'household_no', header: '户号', element: 'person.household_no', role: 'source' },
    { id: 'updated_at', header: '更新时间', element: 'record.updated_at', role: 'copy', required: true },
  ],
  rules: [
    { kind: 'birthDateMatchesId', field: 'birth_date', id: 'citizen_id' },
    { kind: 'sexMatchesId', field: 'sex', id: 'citizen_id' },
    { kind: 'unique', fields: ['citizen_id'] },
    { kind: 'rowCount', min: 1, minShareOfLast: 0.8 },
    { kind: 'freshness' },
  ],
})
