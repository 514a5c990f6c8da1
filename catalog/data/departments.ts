import { type Department, defineDepartment } from '../department.ts'

export const departments: Department[] = [
  defineDepartment({ id: 'public_security', name: { 'zh-CN': '自治区公安厅', en: 'Public Security' } }),
  defineDepartment({ id: 'civil_affairs', name: { 'zh-CN': '自治区民政厅', en: 'Civil Affairs' } }),
  defineDepartment({
    id: 'human_resources',
    name: { 'zh-CN': '自治区人力资源和社会保障厅', en: 'Human Resources and Social Security' },
  }),
  defineDepartment({ id: 'health', name: { 'zh-CN': '自治区卫生健康委员会', en: 'Health Commission' } }),
  defineDepartment({
    id: 'market_regulation',
    name: { 'zh-CN': '自治区市场监督管理局', en: 'Market Regulation' },
  }),
]
