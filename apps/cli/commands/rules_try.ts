import { readDraft, tryRules } from '../../../pipelines/rules/index.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_rules.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'

/** Tries the draft. @throws ShuyuanError `pipelines.draft_unreadable`, `quality.expression_*` */
export async function tryDraft(io: Io, _options: object, file: string): Promise<Exit> {
  const draft = await readDraft(file)
  const opened = await open(io.settings)
  try {
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
  } finally {
    await opened.close()
  }
}
