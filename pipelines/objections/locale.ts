import { defineTexts } from '../../core/locale.ts'
import './answers/locale.ts'
import './consumer/locale.ts'

defineTexts({
  'error.objections.no_rows': {
    'zh-CN': '未指明任何记录，未提出疑义。请给出主键，或提取序号与行号。',
    en: 'No record was named, so that nothing was objected to. Give keys, or extracts and lines.',
  },
  'error.objections.unknown_column': {
    'zh-CN': '数据集 {dataset} 没有字段或数据项 {column}，未提出疑义。已有：{known}。',
    en: 'Dataset {dataset} has no field or element {column}; nothing was objected to. Known: {known}.',
  },
  'error.objections.unknown': {
    'zh-CN': '本部门没有此编号的疑义。',
    en: 'There is no such objection to this department.',
  },
  'error.objections.nothing_to_reopen': {
    'zh-CN': '疑义 {objection} 没有可重新提出的记录（已归入其他疑义，或从未有过），未做任何更改。',
    en: 'Objection {objection} has no row to take up again (others hold them, or it never had any); nothing was changed.',
  },
  'objections.cut_off': {
    'zh-CN': '提出时中断，未记录任何数据，请重新提出。',
    en: 'Cut off while it was raised; no row was recorded. Raise it again.',
  },
})
