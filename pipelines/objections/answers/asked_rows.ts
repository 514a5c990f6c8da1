import { sql } from 'kysely'
import type { Locale } from '../../../core/locale.ts'
import { render } from '../../../core/locale.ts'
import { maskKey } from '../../../quality/index.ts'
import { getExtract, listObjections, type Objection, openStates } from '../../../warehouse/ledger/index.ts'
import { isOpenItem, openItems, standing } from '../../../warehouse/objections/index.ts'
import type { Platform } from '../../platform.ts'
import { statements } from '../consumer/statements.ts'
import '../locale.ts'
import { datasetWords, fieldWords, problemWords } from '../words.ts'
import { ALL_ITEMS, type FixedColumn } from './columns.ts'

/** A row that a department is asked about: its name, and what the sheet says of it. */
export interface AskedRow {
  item: string
  fixed: Record<FixedColumn, string>
}

export interface Asking {
  department: string
  dataset?: string | undefined
  locale: Locale
  /** Objections with more open rows are asked about as a whole. */
  bulkFrom: number
}

/** Everything that a department still has to answer, by dataset and objection. Keys are masked. */
export async function* askedRows(platform: Platform, asking: Asking): AsyncGenerator<AskedRow> {
  const { department, dataset } = asking
  const filter = { department, states: openStates, ...(dataset === undefined ? {} : { dataset }) }
  const open = await listObjections(platform.ledger.db, filter)
  for (const id of [...new Set(open.map((each) => each.dataset))].sort()) {
    const objections = open.filter((each) => each.dataset === id && each.itemsOpen > 0)
    const single = objections.filter(({ itemsOpen }) => itemsOpen <= asking.bulkFrom)
    for (const objection of objections)
      if (!single.includes(objection)) yield await bulkRow(platform, asking, objection)
    if (single.length > 0) yield* itemRows(platform, asking, id, single)
  }
}

async function bulkRow(platform: Platform, asking: Asking, objection: Objection): Promise<AskedRow> {
  const { extract } = objection
  const file = extract === null ? '' : await fileOf(platform, objection.dataset, extract)
  const all = render(asking.locale, 'objections.all_rows', { rows: objection.itemsOpen })
  const place = { file, extract: extract === null ? '' : String(extract), line: all, key: '', said: '' }
  return { item: ALL_ITEMS, fixed: { ...about(platform, asking, objection), ...place } }
}

interface Item {
  objection: number
  item: string
  key: string | null
  extract: number | null
  line: number | null
  said: string | null
}

async function* itemRows(
  platform: Platform,
  asking: Asking,
  dataset: string,
  objections: Objection[],
): AsyncGenerator<AskedRow> {
  const { events } = await openItems(platform.lake, dataset)
  const ids = sql.join(objections.map(({ id }) => sql.lit(id)))
  const said = await statements(platform)
  const words = said
    ? sql`(select item, cause, arg_max(text, submission) as said from ${said} where text is not null group by 1, 2)`
    : sql`(select null::varchar as item, null::varchar as cause, null::varchar as said where false)`
  const rows = await platform.engine.rows<Item>(
    sql`select s.objection, s.item, s.key, s.extract, s.line::double as line, w.said
      from ${standing(events())} as s left join ${words} as w on w.item = s.item and w.cause = s.cause
      where s.objection in (${ids}) and ${isOpenItem(sql`s.event`)}
      order by s.objection, s.extract, s.line, s.item`,
  )
  const files = new Map<number, string>()
  for (const row of rows) {
    const objection = objections.find(({ id }) => id === row.objection)
    if (!objection) continue
    if (row.extract !== null && !files.has(row.extract))
      files.set(row.extract, await fileOf(platform, dataset, row.extract))
    const place = {
      file: files.get(row.extract ?? -1) ?? '',
      extract: String(row.extract ?? ''),
      line: String(row.line ?? ''),
      key: maskKey(row.key),
      said: row.said ?? '',
    }
    yield { item: row.item, fixed: { ...about(platform, asking, objection), ...place } }
  }
}

function about({ catalogue }: Platform, { locale }: Asking, objection: Objection) {
  return {
    objection: String(objection.id),
    dataset: datasetWords(catalogue, objection.dataset, locale),
    field: fieldWords(catalogue, objection, locale),
    problem: problemWords(catalogue, objection, locale),
    due: objection.closeDue ?? '',
  }
}

async function fileOf(platform: Platform, dataset: string, extract: number): Promise<string> {
  return (await getExtract(platform.ledger.db, dataset, extract)).fileName
}
