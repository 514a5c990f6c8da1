import { text as readAll } from 'node:stream/consumers'
import { foundationOf } from '../../../catalog/lookup.ts'
import { traceRecord } from '../../../pipelines/trace.ts'
import type { TracedElement } from '../../../warehouse/resolve/index.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { moment } from '../words.ts'

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
