import { readDraft } from '../../../governance/rules/draft.ts'
import { tryRules } from '../../../governance/rules/try.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import '../locale_rules.ts'
import { renderTable } from '../table.ts'

/** Tries the draft. @throws ShuyuanError `pipelines.draft_unreadable`, `quality.expression_*` */
export const tryDraft = command({
  usage: 'try <file>',
  words: {
    'zh-CN': '用最新批次试算规则草稿，不留记录',
    en: 'run drafted rules on the newest extracts, recording nothing',
  },
  async run(io, _options, file) {
    const draft = await readDraft(file)
    const opened = await io.open()
    const tried = await tryRules(opened.platform, draft, file)
    io.answer(tried)
    io.say(
      io.text('rules.tried', {
        dataset: tried.dataset,
        extracts: tried.extracts.join(', ') || '–',
        rows: tried.rows,
        ms: tried.elapsedMs,
      }),
    )
    const columns = ['rule', 'division', 'checked', 'failed', 'places']
    const cells = tried.rules.flatMap(({ rule, checked, failed, cities, places }) => [
      [rule, '', checked, failed, places.map(({ extract, line }) => `${extract}:${line}`).join(' ')],
      ...cities.map((city) => ['', city.division ?? '–', city.checked, city.failed, '']),
    ])
    for (const line of renderTable(
      columns.map((column) => io.text(`rules.column.${column}`)),
      cells,
    ))
      io.say(line)
    for (const rule of tried.untried) io.say(io.text('rules.untried', { rule }))
    return exit.ok
  },
})
