import { ShuyuanError } from '../../../core/errors.ts'
import { extractNamed } from '../../../pipelines/extracts/list.ts'
import { type Reprocessed, reprocess, withdrawExtract } from '../../../pipelines/reprocess/reprocess.ts'
import { type Because, becauses } from '../../../pipelines/reprocess/stale.ts'
import { extractOf } from '../arguments.ts'
import { command } from '../command.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { byOfficer } from '../options.ts'
import '../locale_reprocess.ts'
import { renderTable } from '../table.ts'

/** Judges a dataset's extracts again. @throws ShuyuanError `cli.bad_because`, `cli.bad_extract`, and as `reprocess` */
export const reprocessDataset = command({
  usage: 'reprocess <dataset>',
  words: {
    'zh-CN': '按现行规则和目录重新判定已入库的批次',
    en: 'judge the extracts that are in again, by the present rules and catalogue',
  },
  options: {
    ...byOfficer,
    '--because <what>': {
      'zh-CN':
        '仅当有批次按旧规则（rules）判定、按旧目录（catalogue）读取，或先于其规则所查登记册（registers）到达时',
      en: 'only where an extract was judged by older rules, read by an older catalogue, or before registers that its rules look into',
    },
    '--extract <n...>': {
      'zh-CN': '只重新判定这些批次；其余批次保留原判定',
      en: 'judge only these again; the others keep the judgement that they had',
    },
  },
  async run(io, { as: officer, reason, because, extract = [] }, dataset) {
    const wanted = becauseOption(because)
    const extracts = extract.flatMap((each) => extractOf(each) ?? [])
    const { platform } = await io.open()
    return printReprocessed(
      io,
      await reprocess(platform, dataset, { officer, reason, because: wanted, extracts }),
    )
  },
})

/** Takes an extract back. @throws ShuyuanError as `extractNamed` and `withdrawExtract` */
export const withdraw = command({
  usage: 'withdraw <extract>',
  words: { 'zh-CN': '撤回一批，如同从未报送', en: 'take an extract back, as if it had never come' },
  options: {
    ...byOfficer,
  },
  async run(io, { as: officer, reason }, id) {
    const { platform } = await io.open()
    const { dataset, seq } = await extractNamed(platform, id)
    return printReprocessed(io, await withdrawExtract(platform, { dataset, seq }, { officer, reason }))
  },
})

function printReprocessed(io: Io, done: Reprocessed): Exit {
  io.answer(done)
  const header = ['extract', 'before', 'after', 'accepted', 'quarantined']
  const rows = done.changed.map(({ extract, before, after }) => [
    `${done.dataset}/${extract}`,
    io.text(`reprocess.status.${before.status}`),
    io.text(`reprocess.status.${after.status}`),
    `${before.accepted} → ${after.accepted}`,
    `${before.quarantined} → ${after.quarantined}`,
  ])
  const words = header.map((name) => io.text(`reprocess.column.${name}`))
  if (rows.length > 0) for (const line of renderTable(words, rows)) io.say(line)
  const { dataset, extracts, kept, changed } = done
  io.say(io.text('reprocess.done', { dataset, extracts, kept, changed: changed.length }))
  return exit.ok
}

function becauseOption(value: string | undefined): Because | null {
  if (value === undefined) return null
  const found = becauses.find((each) => each === value)
  if (found) return found
  throw new ShuyuanError('cli.bad_because', { value, known: becauses.join(', ') })
}
