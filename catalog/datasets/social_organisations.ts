import { defineDataset } from '../dataset.ts'

/** 社会组织登记 (Article 14, item 2). */
export const socialOrganisations = defineDataset({
  id: 'social_organisations',
  name: { 'zh-CN': '社会组织登记信息', en: 'Social organisations' },
  abstract: {
    'zh-CN': '社会团体、民办非企业单位和基金会的登记项目。',
    en: 'Registered social organisations, private non-enterprise units and foundations.',
  },
  foundation: 'legal_entity',
  form: 'file',
  providingDepartment: 'civil_affairs',
  collectingDepartment: 'civil_affairs',
  approvingDepartment: 'civil_affairs',
  sharing: {
    type: 'unconditional',
    scope: { 'zh-CN': '各级公共管理和服务机构', en: 'Public management and service bodies' },
  },
  opening: {
    type: 'conditional',
    conditions: {
      'zh-CN': '不含法定代表人身份号码，限于申请列明的用途',
      en: "Without the representative's identity number; for the purposes of the application",
    },
    legalBasis: {
      'zh-CN': '《企业信息公示暂行条例》',
      en: 'Interim Regulations on Enterprise Information Publicity',
    },
  },
  updateCycle: 'weekly',
  key: 'uscc',
  eventTime: 'updated_at',
  fields: [
    {
      id: 'uscc',
      header: '统一社会信用代码',
      aliases: ['社会信用代码'],
      element: 'legal_entity.uscc',
      role: 'key',
      required: true,
    },
    {
      id: 'name',
      header: '名称',
      aliases: ['单位名称', '企业名称'],
      element: 'legal_entity.name',
      role: 'source',
      required: true,
    },
    { id: 'kind', header: '组织类型', aliases: ['类型'], element: 'legal_entity.kind', role: 'source' },
    {
      id: 'representative_name',
      header: '法定代表人姓名',
      aliases: ['负责人'],
      element: 'legal_entity.representative_name',
      role: 'source',
    },
    {
      id: 'representative_citizen_id',
      header: '法定代表人身份号码',
      element: 'legal_entity.representative_citizen_id',
      role: 'source',
    },
    {
      id: 'registered_capital',
      header: '开办资金',
      element: 'legal_entity.registered_capital',
      role: 'source',
    },
    {
      id: 'established_on',
      header: '成立日期',
      element: 'legal_entity.established_on',
      role: 'source',
      required: true,
    },
    {
      id: 'division',
      header: '登记所在区划',
      aliases: ['区划代码'],
      element: 'legal_entity.division',
      role: 'source',
      required: true,
    },
    { id: 'address', header: '住所', element: 'legal_entity.address', role: 'source' },
    { id: 'status', header: '登记状态', element: 'legal_entity.status', role: 'source', required: true },
    { id: 'updated_at', header: '更新时间', element: 'record.updated_at', role: 'copy', required: true },
  ],
  rules: [
    { kind: 'uscc', field: 'uscc', authorities: ['5'] },
    { kind: 'range', field: 'registered_capital', min: 0, max: 100_000_000 },
    { kind: 'length', field: 'name', min: 2, max: 200 },
    { kind: 'unique', fields: ['uscc'] },
    { kind: 'rowCount', min: 1, minShareOfLast: 0.8 },
    { kind: 'freshness' },
  ],
})
