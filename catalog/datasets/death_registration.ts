import { defineDataset } from '../dataset.ts'

/** 死亡登记 (Article 13, item 4). */
export const deathRegistration = defineDataset({
  id: 'death_registration',
  name: { 'zh-CN': '死亡登记信息', en: 'Death registration' },
  abstract: {
    'zh-CN': '死亡医学证明登记，由卫生健康部门采集。',
    en: 'Medical certificates of death, collected by the health commission.',
  },
  foundation: 'person',
  form: 'file',
  providingDepartment: 'health',
  collectingDepartment: 'health',
  approvingDepartment: 'health',
  sharing: {
    type: 'conditional',
    scope: { 'zh-CN': '各级公共管理和服务机构', en: 'Public management and service bodies' },
    conditions: { 'zh-CN': '履行法定职责所必需', en: 'Needed for a statutory duty' },
    legalBasis: {
      'zh-CN': '《中华人民共和国基本医疗卫生与健康促进法》；《中华人民共和国个人信息保护法》第三十四条',
      en: 'Basic Healthcare and Health Promotion Law; Personal Information Protection Law, Article 34',
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
  fields: [
    {
      id: 'citizen_id',
      header: '公民身份号码',
      aliases: ['身份证号'],
      element: 'person.citizen_id',
      role: 'key',
      required: true,
    },
    { id: 'name', header: '姓名', element: 'person.name', role: 'copy' },
    { id: 'sex', header: '性别', element: 'person.sex', role: 'copy' },
    { id: 'birth_date', header: '出生日期', element: 'person.birth_date', role: 'copy' },
    { id: 'died_on', header: '死亡日期', element: 'person.died_on', role: 'source', required: true },
    {
      id: 'certificate_no',
      header: '死亡医学证明编号',
      element: 'person.death_certificate_no',
      role: 'source',
      required: true,
    },
    { id: 'updated_at', header: '更新时间', element: 'record.updated_at', role: 'copy', required: true },
  ],
  rules: [
    { kind: 'dateOrder', earlier: 'birth_date', later: 'died_on' },
    { kind: 'pattern', field: 'certificate_no', pattern: '^15[0-9]{10}$' },
    { kind: 'unique', fields: ['citizen_id'] },
    { kind: 'rowCount', min: 1, minShareOfLast: 0.5 },
    { kind: 'freshness' },
  ],
})
