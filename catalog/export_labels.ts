import { defineTexts, type Locale, render } from '../core/locale.ts'

defineTexts({
  'catalog.label.form.table': { 'zh-CN': '数据库表', en: 'table' },
  'catalog.label.form.file': { 'zh-CN': '文件', en: 'file' },
  'catalog.label.form.api': { 'zh-CN': '接口', en: 'API' },
  'catalog.label.form.event': { 'zh-CN': '事件', en: 'events' },
  'catalog.label.sharing.unconditional': { 'zh-CN': '无条件共享', en: 'unconditional' },
  'catalog.label.sharing.conditional': { 'zh-CN': '有条件共享', en: 'conditional' },
  'catalog.label.sharing.withheld': { 'zh-CN': '不予共享', en: 'withheld' },
  'catalog.label.opening.unconditional': { 'zh-CN': '无条件开放', en: 'unconditional' },
  'catalog.label.opening.conditional': { 'zh-CN': '有条件开放', en: 'conditional' },
  'catalog.label.opening.closed': { 'zh-CN': '不予开放', en: 'closed' },
  'catalog.label.cycle.realtime': { 'zh-CN': '实时', en: 'real time' },
  'catalog.label.cycle.daily': { 'zh-CN': '每日', en: 'daily' },
  'catalog.label.cycle.weekly': { 'zh-CN': '每周', en: 'weekly' },
  'catalog.label.cycle.monthly': { 'zh-CN': '每月', en: 'monthly' },
  'catalog.label.cycle.quarterly': { 'zh-CN': '每季度', en: 'quarterly' },
  'catalog.label.cycle.yearly': { 'zh-CN': '每年', en: 'yearly' },
  'catalog.label.role.key': { 'zh-CN': '标识', en: 'key' },
  'catalog.label.role.source': { 'zh-CN': '数源', en: 'source' },
  'catalog.label.role.copy': { 'zh-CN': '副本', en: 'copy' },
  'catalog.label.role.fallback': { 'zh-CN': '副本（备用）', en: 'copy (fallback)' },
  'catalog.label.class.base': { 'zh-CN': '基础信息资源类', en: 'Foundation resources' },
})

/** The word for one of the catalogue's values, such as `sharing`, `conditional`. */
export function label(locale: Locale, kind: string, value: string): string {
  return render(locale, `catalog.label.${kind}.${value}`)
}
