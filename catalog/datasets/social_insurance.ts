import { defineDataset } from '../dataset.ts'

/** 社会保险参保 (Article 13, item 6). */
export const socialInsurance = defineDataset({
  id: 'social_insurance',
  name: { 'zh-CN': '社会保险参保信息', en: 'Social insurance' },
  abstract: {
    'zh-CN': '职工社会保险参保登记，由人力资源社会保障部门采集。',
    en: "Employees' enrolment in social insurance, collected by human resources and social security.",
  },
  foundation: 'person',
  form: 'file',
  providingDepartment: 'human_resources',
  collectingDepartment: 'human_resources',
  approvingDepartment: 'human_resources',
  sharing: {
    type: 'conditional',
    scope: { 'zh-CN': '各级公共管理和服务机构', en: 'Public management and service bodies' },
    conditions: { 'zh-CN': '履行法定职责所必需', en: 'Needed for a statutory duty' },
    legalBasis: {
      'zh-CN': '《中华人民共和国社会保险法》第八十一条；《中华人民共和国个人信息保护法》第三十四条',
      en: 'Social Insurance Law, Article 81; Personal Information Protection Law, Article 34',
    },
  },
  opening: {
    type: 'closed',
    legalBasis: {
      'zh-CN': '《中华人民共和国个人信息保护法》第二十五条',
      en: 'Personal Information Protection Law, Article 25',
    },
  },
  updateCycle: 'monthly',
  key: 'citizen_id',
  eventTime: 'updated_at',
  drift: 'discard',
  fields: [
    {
      id: 'citizen_id',
      header: '公民身份号码',
      aliases: ['社会保障号码', '身份证号'],
      element: 'person.citizen_id',
      role: 'key',
      required: true,
    },
    { id: 'name', header: '姓名', element: 'person.name', role: 'copy', required: true },
    { id: 'sex', header: '性别', element: 'person.sex', role: 'copy' },
    { id: 'birth_date', header: '出生日期', element: 'person.birth_date', role: 'copy' },
    {
      id: 'employer_uscc',
      header: '单位统一社会信用代码',
      aliases: ['用人单位代码'],
      element: 'person.employer_uscc',
      role: 'source',
    },
    {
      id: 'enrolled_on',
      header: '参保日期',
      element: 'person.insurance_enrolled_on',
      role: 'source',
      required: true,
    },
    { id: 'contribution_base', header: '月缴费基数', element: 'person.contribution_base', role: 'source' },
    { id: 'phone', header: '联系电话', aliases: ['手机号码'], element: 'person.phone', role: 'source' },
    { id: 'updated_at', header: '更新时间', element: 'record.updated_at', role: 'copy', required: true },
  ],
  rules: [
    { kind: 'range', field: 'contribution_base', min: 0, max: 1_000_000 },
    { kind: 'dateOrder', earlier: 'birth_date', later: 'enrolled_on' },
    {
      kind: 'reference',
      field: 'employer_uscc',
      datasets: ['market_entities', 'social_organisations'],
      severity: 'warn',
    },
    { kind: 'unique', fields: ['citizen_id'] },
    { kind: 'rowCount', min: 1, minShareOfLast: 0.5 },
    { kind: 'freshness' },
  ],
})
