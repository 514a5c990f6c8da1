import { allTexts, type Locale, render } from '../core/locale.ts'
import { codes } from './rules/kinds/index.ts'
import './locale.ts'

/** What becomes of a row, by severity. */
const outcomes: Record<string, Record<Locale, string>> = {
  reject: {
    'zh-CN': '该行被隔离；在源系统更正后重新报送',
    en: 'The row is quarantined; correct it at the source and send it again',
  },
  warn: {
    'zh-CN': '该行照常入库；择期在源系统更正',
    en: 'The row is accepted; correct it at the source in due time',
  },
  block: {
    'zh-CN': '本批不发布；核实后整批重新报送',
    en: 'The extract is not published; check it and send it again',
  },
}

const heads: Record<Locale, string[]> = {
  'zh-CN': ['代码', '含义', '指标（GB/T 36344）', '默认处理', '怎么办'],
  en: ['code', 'meaning', 'indicator (GB/T 36344)', 'default', 'what follows'],
}

/** The table of every violation code for docs/quality*.md. */
function codesTable(locale: Locale): string {
  const rows = Object.entries(codes).map(([code, { severity, dimension, indicator }]) => [
    `\`${code}\``,
    allTexts().get(`violation.${code}`)?.[locale] ?? '',
    `${render(locale, `dimension.${dimension}`)} · \`${indicator}\``,
    render(locale, `severity.${severity}`),
    outcomes[severity]?.[locale] ?? '',
  ])
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(heads[locale]), line(heads[locale].map(() => '--')), ...rows.map(line)].join('\n')
}

const BEGIN = '<!-- codes -->'
const END = '<!-- /codes -->'

/** The page with its table of codes, between the two marks, written anew. */
export function withCodesTable(page: string, locale: Locale): string {
  const [before = '', rest = ''] = page.split(BEGIN)
  return `${before}${BEGIN}\n\n${codesTable(locale)}\n\n${END}${rest.split(END)[1] ?? ''}`
}
