import { text as readAll } from 'node:stream/consumers'
import { foundationOf } from '../../../catalog/lookup.ts'
import { defineTexts } from '../../../core/locale.ts'
import { traceRecord } from '../../../pipelines/trace.ts'
import type { TracedElement } from '../../../warehouse/resolve/trace.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { moment } from '../words.ts'

defineTexts({
  'trace.confirmed': {
    'zh-CN': '已由权威部门确认的记录；主键修复：{repair}',
    en: 'A confirmed record; key repair: {repair}',
  },
  'trace.unconfirmed': {
    'zh-CN': '未确认记录：权威部门没有此主键；主键修复：{repair}',
    en: 'An unconfirmed record: no register that confirms existence has this key; key repair: {repair}',
  },
  'trace.differs': {
    'zh-CN': '{dataset} 为“{value}”（{file} 第 {line} 行）',
    en: '{dataset} has "{value}" ({file} line {line})',
  },
  'trace.disputed': { 'zh-CN': '疑义数据：正在处理', en: 'in dispute: an objection is open' },
  'trace.key_disputed': {
    'zh-CN': '此记录的主键有疑义，正在处理。',
    en: 'An objection against the key of this record is open.',
  },
  'trace.provisional': { 'zh-CN': '暂用副本，待权威部门确认', en: 'provisional, from a copy' },
})

/** Where every value of one golden record comes from, and which copies disagree. */
export const trace = command({
  usage: 'trace <foundation> <key>',
  words: {
    'zh-CN': '记录中每个值的来源；主键写“-”时从标准输入读取',
    en: 'where each value of a record comes from; key "-": from standard input',
  },
  async run(io, _options, foundationId, key) {
    const { catalogue } = await deploymentOf(io.settings)
    const foundation = foundationOf(catalogue, foundationId)
    const asked = key === '-' ? (await readAll(process.stdin)).trim() : key
    const opened = await io.open()
    const traced = await traceRecord(opened.platform, foundation, asked)
    io.answer(traced)
    const header = ['element', 'value', 'authority', 'file', 'line', 'observed', 'note'].map((name) =>
      io.text(`column.${name}`),
    )
    const rows = traced.elements.map((each) => [
      each.name[io.locale],
      shortened(each.value ?? '∅'),
      each.department?.[io.locale] ?? '-',
      each.file ?? '-',
      String(each.line ?? '-'),
      moment(each.observed),
      notes(io, each),
    ])
    io.say(io.text(`trace.${traced.status}`, { repair: traced.keyRepair ?? '-' }))
    if (traced.keyDisputed) io.say(io.text('trace.key_disputed'))
    for (const line of renderTable(header, rows)) io.say(line)
    return exit.ok
  },
})

/** Geometries and long texts leave room for the other columns; `--json` has them whole. */
function shortened(value: string): string {
  return value.length > 40 ? `${value.slice(0, 39)}…` : value
}

function notes(io: Io, { provisional, disputed, disagreements }: TracedElement): string {
  const differ = disagreements.map(({ value, dataset, file, line }) =>
    io.text('trace.differs', { dataset, value, file, line }),
  )
  const states = [
    ...(disputed ? [io.text('trace.disputed')] : []),
    ...(provisional ? [io.text('trace.provisional')] : []),
  ]
  return [...states, ...differ].join('; ')
}
