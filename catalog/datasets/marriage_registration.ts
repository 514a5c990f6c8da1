import { defineDataset } from '../dataset.ts'

/** 居民婚姻登记 (Article 13, item 3): one row per party and registration. */
export const marriageRegistration = defineDataset({
  id: 'marriage_registration',
  name: { 'zh-CN': '居民婚姻登记信息', en: 'Marriage registration' },
  abstract: {
    'zh-CN': '结婚、离婚登记，每名当事人一行，由民政部门采集。',
    en: 'Marriages and divorces, one row per party, collected by civil affairs.',
  },
  foundation: 'person',
  form: 'file',
  providingDepartment: 'civil_affairs',
  collectingDepartment: 'civil_affairs',
  approvingDepartment: 'civil_affairs',
  sharing: {
    type: 'conditional',
    scope: { 'zh-CN': '各级公共管理和服务机构', en: 'Public management and service bodies' },
    conditions: { 'zh-CN': '履行法定职责所必需', en: 'Needed for a statutory duty' },
    legalBasis: {
      'zh-CN': '《婚姻登记条例》；《中华人民共和国个人信息保护法》第三十四条',
      en: 'Regulations on Marriage Registration; Personal Information Protection Law, Article 34',
    },
  },
  opening: {
    type: 'closed',
    legalBasis: {
      'zh-CN': '《中华人民共和国个人信息保护法》第二十五条',
      en: 'Personal Information Protection Law, Article 25',
    },
  },
  updateCycle: 'weekly',
  key: 'citizen_id',
  eventTime: 'updated_at',
  drift: 'evolve',
  fields: [
    {
      id: 'citizen_id',
      header: '公民身份号码',
      aliases: ['身份证件号码', '身份证号'],
      element: 'person.citizen_id',
      role: 'key',
      required: true,
    },
    { id: 'name', header: '姓名', element: 'person.name', role: 'copy' },
    {
      id: 'marital_status',
      header: '婚姻状况',
      element: 'person.marital_status',
      role: 'source',
      required: true,
      mapping: { '1': '10', '2': '20', '3': '30', '4': '40', '9': '90' },
    },
    {
      id: 'spouse_citizen_id',
      header: '配偶公民身份号码',
      element: 'person.spouse_citizen_id',
      role: 'source',
    },
    {
      id: 'registered_on',
      header: '登记日期',
      element: 'person.marriage_registered_on',
      role: 'source',
      required: true,
    },
    { id: 'updated_at', header: '更新时间', element: 'record.updated_at', role: 'copy', required: true },
  ],
  rules: [
    { kind: 'date', field: 'registered_on' },
    { kind: 'unique', fields: ['citizen_id'] },
    { kind: 'rowCount', min: 1, minShareOfLast: 0.5 },
    { kind: 'freshness' },
  ],
})
