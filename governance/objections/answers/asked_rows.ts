import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf, presentField } from '../../../catalog/lookup.ts'
import { type Locale, render } from '../../../core/locale.ts'

import type { Expression, Relation } from '../../../warehouse/engine/relation.ts'
import { getExtract } from '../../../warehouse/ledger/extracts.ts'
import { openStates } from '../../../warehouse/ledger/objection_states.ts'
import type { Platform } from '../../platform.ts'
import { clearFor } from '../../reports/grants.ts'
import { shownField } from '../../reports/shown.ts'
import { fieldOfColumn } from '../columns.ts'
import { statements } from '../consumer/statements.ts'
import { listObjections } from '../ledger/list.ts'
import type { Objection } from '../ledger/record.ts'
import { currentItems, isOpenItem, openItems } from '../rows/items.ts'
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

/**
 * Everything that a department still has to answer, by dataset and objection. Keys and values are shown as the grants
 * of its reports say, masked otherwise.
 */
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
  const place = {
    file,
    extract: extract === null ? '' : String(extract),
    line: all,
    key: '',
    received: '',
    said: '',
    proposed: '',
  }
  return { item: ALL_ITEMS, fixed: { ...about(platform, asking, objection), ...place } }
}

interface Item {
  objection: number
  item: string
  key: string | null
  extract: number | null
  line: number | null
  received: string | null
  said: string | null
  proposed: string | null
}

async function* itemRows(
  platform: Platform,
  asking: Asking,
  dataset: string,
  objections: Objection[],
): AsyncGenerator<AskedRow> {
  const { events } = await openItems(platform.lake, dataset)
  const ids = sql.join(objections.map(({ id }) => sql.lit(id)))
  const submitted = await statements(platform)
  const words = submitted
    ? sql`(select item, cause, arg_max(text, submission) as said, arg_max(proposed, submission) as proposed
        from ${submitted} group by 1, 2)`
    : sql`(select null::varchar as item, null::varchar as cause, null::varchar as said, null::varchar as proposed where false)`
  const shown = shownValues(platform, asking, dataset, objections)
  const rows = await platform.engine.rows<Item>(
    sql`select s.objection, s.item, ${shown.key} as key, s.extract, s.line::double as line, w.said,
        ${shown.received} as received, ${shown.proposed} as proposed
      from ${currentItems(events())} as s left join ${words} as w on w.item = s.item and w.cause = s.cause
      left join ${await rawRows(platform, dataset)} as r on r._extract = s.extract and r._line = s.line
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
      key: row.key ?? '',
      received: row.received ?? '',
      said: row.said ?? '',
      proposed: row.proposed ?? '',
    }
    yield { item: row.item, fixed: { ...about(platform, asking, objection), ...place } }
  }
}

/** The rows of a register as they were received. */
async function rawRows({ catalogue, lake }: Platform, id: string): Promise<Relation> {
  const table = lake.table(`raw/${id}`)
  if (await table.exists()) return table.select(await table.snapshot())
  const fields = datasetOf(catalogue, id).fields.map((field) => sql`null::varchar as ${sql.id(field.id)}`)
  return sql`(select null::integer as _extract, null::bigint as _line, ${sql.join(fields)} where false)`
}

/** Key, value received and value proposed of an item, as the department may see them. */
function shownValues(platform: Platform, asking: Asking, id: string, objections: Objection[]) {
  const dataset = datasetOf(platform.catalogue, id)
  const clear = clearFor(platform, `department:${asking.department}`)
  const value = (field: string, of: Expression) => shownField(platform, dataset, field, of, clear)
  const ofField = (of: (field: string) => Expression) => {
    const cases = [...fieldsOf(dataset, objections)].map(
      ([field, ids]) =>
        sql`when s.objection in (${sql.join(ids.map((each) => sql.lit(each)))}) then ${of(field)}`,
    )
    return cases.length > 0 ? sql`(case ${sql.join(cases, sql` `)} end)` : sql`null::varchar`
  }
  return {
    key: value(dataset.key, sql`s.key`),
    received: ofField((field) => value(field, sql`r.${sql.id(field)}`)),
    proposed: ofField((field) => value(field, sql`w.proposed`)),
  }
}

/** The objections to each field of a register; of several fields, or of a whole record, there is no one value. */
function fieldsOf(dataset: Dataset, objections: Objection[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { id, field, columnName } of objections) {
    const name =
      (field && presentField(dataset, field)) ??
      (columnName === null ? undefined : fieldOfColumn(dataset, columnName))
    if (name && dataset.fields.some((each) => each.id === name))
      found.set(name, [...(found.get(name) ?? []), id])
  }
  return found
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
