import { defineTexts } from '../../../core/locale.ts'
import { ruleKinds } from '../../../quality/rules/kinds/index.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { renderTable } from '../table.ts'

defineTexts({
  'rules.kinds.kind': { 'zh-CN': '规则类型', en: 'kind' },
  'rules.kinds.judges': { 'zh-CN': '判定对象', en: 'judges' },
  'rules.kinds.code': { 'zh-CN': '问题代码', en: 'code' },
  'rules.kinds.severity': { 'zh-CN': '缺省处理', en: 'severity' },
  'rules.kinds.indicator': { 'zh-CN': '指标', en: 'indicator' },
  'rules.kinds.words': { 'zh-CN': '含义', en: 'meaning' },
  'rules.kinds.of_row': { 'zh-CN': '单行', en: 'a row' },
  'rules.kinds.of_set': { 'zh-CN': '多行', en: 'rows together' },
  'rules.kinds.of_extract': { 'zh-CN': '整批', en: 'an extract' },
  'rules.kinds.own': { 'zh-CN': '由规则自己命名', en: 'as the rule itself says' },
})

const columns = ['kind', 'judges', 'code', 'severity', 'indicator', 'words'] as const

/** Kinds of rules that a register may declare: what each judges, and the violations that it finds. */
export const listKinds = command({
  usage: 'kinds',
  words: {
    'zh-CN': '列出规则类型：判定对象与可能发现的问题',
    en: 'kinds of rules: what each judges and what it can find',
  },
  async run(io) {
    const kinds = ruleKinds.map(({ kind, judges, codes }) => ({
      ...{ kind, judges },
      codes: Object.entries(codes).map(([code, { severity, dimension, indicator, words, called }]) => ({
        ...{ code, severity, indicator: `${dimension}.${indicator}`, words: called ?? words },
      })),
    }))
    io.answer(kinds)
    const rows = kinds.flatMap(({ kind, judges, codes }) => {
      const found = codes.map(({ code, severity, indicator, words }) => [
        ...[code, io.text(`severity.${severity}`), indicator, words[io.locale]],
      ])
      const own = ['custom.*', '', '', io.text('rules.kinds.own')]
      return (found.length > 0 ? found : [own]).map((cells, at) => [
        ...(at === 0 ? [kind, io.text(`rules.kinds.of_${judges}`)] : ['', '']),
        ...cells,
      ])
    })
    const header = columns.map((column) => io.text(`rules.kinds.${column}`))
    for (const line of renderTable(header, rows)) io.say(line)
    return exit.ok
  },
})
