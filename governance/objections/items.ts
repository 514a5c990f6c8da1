import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { values } from '../../warehouse/engine/values.ts'
import { openStates } from '../../warehouse/ledger/objection_states.ts'
import { presentNames } from '../../warehouse/tables/present_columns.ts'
import type { Platform } from '../platform.ts'
import { getObjection, listObjections } from './ledger/list.ts'
import { currentItems, type ItemEvent, isOpenItem, openItems } from './rows/items.ts'

/** A row of an objection and how it stands. Personal data: it never leaves the platform unmasked. */
export interface ObjectionItem {
  /** Pseudonym of the row. */
  item: string
  key: string | null
  /** Where the row was last seen. */
  extract: number | null
  line: number | null
  field: string | null
  code: string | null
  column: string | null
  event: ItemEvent
}

/** Rows of an objection, in the order of key and line. @throws ShuyuanError `ledger.unknown_objection` */
export async function itemsOf(
  platform: Platform,
  id: number,
  { limit = 1000, offset = 0, open = false }: { limit?: number; offset?: number; open?: boolean } = {},
): Promise<ObjectionItem[]> {
  const rows = await itemRows(platform, id)
  const { dataset } = await getObjection(platform.ledger.db, id)
  const field = presentNames(datasetOf(platform.catalogue, dataset), sql`field`)
  return platform.engine.rows<ObjectionItem>(
    sql`select item, key, extract, line::double as line, ${field} as field, code, column_name as "column", event from ${rows}
      ${open ? sql`where ${isOpenItem()}` : sql``} order by key nulls last, extract, line, item
      limit ${sql.lit(limit)} offset ${sql.lit(offset)}`,
  )
}

/**
 * The same as a relation, for millions of rows: `item, cause, objection, dataset, key, extract, line, field, code,
 * foundation, column_name, event, by_extract, content`.
 */
async function itemRows(platform: Platform, id: number): Promise<Relation> {
  const { dataset } = await getObjection(platform.ledger.db, id)
  const { events } = await openItems(platform.lake, dataset)
  return sql`(select * from ${currentItems(sql`(select * from ${events()} where objection = ${sql.lit(id)})`)})`
}

/**
 * Every failing row of a dataset that is objected to: `extract INTEGER, line BIGINT, field VARCHAR, code VARCHAR,
 * objection INTEGER, due DATE, state VARCHAR`; one row per extract, line, field and code.
 */
export async function dueRows({ lake, ledger, catalogue }: Platform, dataset: string): Promise<Relation> {
  const { events } = await openItems(lake, dataset)
  const field = presentNames(datasetOf(catalogue, dataset), sql`e.field`)
  const open = await listObjections(ledger.db, { dataset, states: openStates })
  const objections = values(
    { id: 'INTEGER', due: 'DATE', state: 'VARCHAR' },
    open.map(({ id, closeDue, state }) => ({ id, due: closeDue, state })),
  )
  return sql`(select e.extract, e.line, ${field} as field, e.code, min(o.id) as objection, min(o.due) as due,
      min_by(o.state, o.id) as state
    from ${events()} as e
    join ${currentItems(events())} as s on s.cause = e.cause and s.item = e.item
    join ${objections} as o on o.id = s.objection
    where ${isOpenItem(sql`s.event`)} and e.line is not null
    group by e.extract, e.line, ${field}, e.code)`
}
