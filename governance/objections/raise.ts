import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { jsonRows } from '../../warehouse/engine/json_rows.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { type TemporaryTables, withTemporaryTables } from '../../warehouse/engine/temporary.ts'
import { lastExtract } from '../../warehouse/ledger/extracts.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import { refusePersonalData } from '../../warehouse/ledger/personal_data.ts'
import type { Platform } from '../platform.ts'
import { fieldOfColumn, filledColumn } from './columns.ts'
import { dueDays } from './days.ts'
import { raiseObjections } from './ledger/raise.ts'
import { beginObjectionStep, nextObjectionStep, type ObjectionStep } from './ledger/steps.ts'
import { pseudonym } from './rows/identity.ts'
import { currentItems, isOpenItem, openItems } from './rows/items.ts'
import './locale.ts'
import { raiseStep } from './raise_step.ts'
import { withObjectionSteps } from './step_kinds.ts'
import { itemSecret } from './steps.ts'

/** A row that is objected to: by its key, or where it was received. */
export interface ObjectedRow {
  key?: string | undefined
  extract?: number | undefined
  line?: number | undefined
}

/** What a consumer or a person objects to. */
export interface ObjectionRequest {
  cause: 'consumer' | 'person'
  /** The dataset whose department must act. */
  dataset: string
  /** The field, or the column of the base table, that is wrong; neither: the record as a whole. */
  field?: string | undefined
  column?: string | undefined
  code?: string | undefined
  counterpart?: string | undefined
  /** `city:150100`, `department:x`, `person`. */
  raisedBy: string
  /** Who typed it; default `raisedBy`. */
  actor?: string | undefined
  reason: string
}

/** What became of a request. */
export interface Raised {
  /** The new objection; where every row is objected to already, the one that has them. */
  objection: number
  /** Rows that are objected to now and were not before. */
  added: number
  /** Rows that already were. */
  again: number
}

/**
 * Objects to rows of a dataset on behalf of a consumer or a person. Rows whose same column somebody objects to already
 * are told to that objection; the others become one new objection.
 * @throws ShuyuanError `objections.no_rows`, `objections.unknown_column`, `catalog.unknown_dataset`,
 *   `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export async function raiseObjection(
  platform: Platform,
  { rows, ...request }: ObjectionRequest & { rows: ObjectedRow[] },
): Promise<Raised> {
  const named = rows.filter(({ key, extract, line }) => key || (extract && line))
  if (named.length === 0) throw new ShuyuanError('objections.no_rows')
  const given = named.map(({ key = null, extract = null, line = null }) => ({ key, extract, line }))
  const columns = { key: 'VARCHAR', extract: 'INTEGER', line: 'BIGINT' }
  const { objection, added, again } = await objectToRows(platform, request, jsonRows(columns, given))
  return { objection, added, again }
}

/**
 * `raiseObjection` to rows of `key`, `extract`, `line` that the engine has. Gives every objection that they are told to,
 * in order.
 */
export async function objectToRows(
  platform: Platform,
  request: ObjectionRequest,
  rows: Relation,
): Promise<Raised & { objections: number[] }> {
  const dataset = datasetOf(platform.catalogue, request.dataset)
  const place = placeOf(platform, dataset, request)
  const reason = refusePersonalData(request.reason)
  return withObjectionSteps(platform, dataset.id, () =>
    platform.engine.withSession((session) =>
      withTemporaryTables(session, 'objection', async (tables) => {
        const wanted = await wantedRows(platform, session, tables, { dataset, place, request, rows })
        const begun = { dataset, place, request: { ...request, reason }, wanted }
        const { step, objection } = await begin(platform, begun)
        await raiseStep.take(platform, step, { session, rows: eventsOf(wanted, objection) })
        const raised = { objection, added: wanted.added, again: wanted.again }
        return { ...raised, objections: objectionsOf(wanted, objection) }
      }),
    ),
  )
}

/** The field and the column of the base table that are in doubt. */
interface InDoubt {
  field: string | null
  column: string | null
}

function placeOf(platform: Platform, dataset: Dataset, { field, column }: ObjectionRequest): InDoubt {
  const known = dataset.fields.map(({ id }) => id)
  const found = field ?? (column === undefined ? undefined : fieldOfColumn(dataset, column))
  if (found !== undefined && !known.includes(found))
    throw new ShuyuanError('objections.unknown_column', {
      dataset: dataset.id,
      column: found,
      known: known.join(', '),
    })
  if (column !== undefined && found === undefined)
    throw new ShuyuanError('objections.unknown_column', {
      dataset: dataset.id,
      column,
      known: known.join(', '),
    })
  const filled = found === undefined ? undefined : filledColumn(platform.catalogue, dataset, found)
  return { field: found ?? null, column: column ?? filled?.column ?? null }
}

interface Wanted {
  /** Rows of `itemColumns` but for `objection`, `event` and `step`, with `known`: the open objection, or NULL. */
  rows: Relation
  added: number
  again: number
  /** The objections that have rows already, in order. */
  known: number[]
}

async function wantedRows(
  platform: Platform,
  session: Session,
  tables: TemporaryTables,
  input: { dataset: Dataset; place: InDoubt; request: ObjectionRequest; rows: Relation },
): Promise<Wanted> {
  const { dataset, place, request, rows } = input
  const secret = await itemSecret(platform)
  // What comes after it may show that a row was mended.
  const last = await lastExtract(platform.ledger.db, dataset.id)
  const item = sql`case when key is not null then ${pseudonym(secret, [sql`key`])}
    else ${pseudonym(secret, [sql`extract::varchar`, sql`line::varchar`])} end`
  const cause = `received:${place.column ?? place.field ?? ''}`
  const open = currentItems((await openItems(platform.lake, dataset.id)).events())
  const all = await tables.create(
    'wanted',
    sql`select g.*, o.objection as known from (
        select ${item} as item, ${sql.lit(dataset.id)} as dataset, any_value(key) as key,
          min(extract)::integer as extract, min(line)::bigint as line, ${sql.lit(place.field)}::varchar as field,
          ${sql.lit(request.code ?? null)}::varchar as code, ${sql.lit(dataset.foundation)} as foundation,
          ${sql.lit(place.column)}::varchar as column_name, ${sql.lit(last?.seq ?? null)}::integer as by_extract,
          ${sql.lit(cause)} as cause, null::varchar as content
        from ${rows} group by 1) as g
      left join (select * from ${open} where ${isOpenItem()}) as o on o.item = g.item and o.cause = g.cause`,
  )
  const [counted] = await session.rows<Omit<Wanted, 'rows'>>(
    sql`select (count(*) filter (known is null))::double as added,
      (count(*) filter (known is not null))::double as again,
      coalesce(list(distinct known order by known) filter (known is not null), []) as known from ${all}`,
  )
  return { rows: all, ...(counted ?? { added: 0, again: 0, known: [] }) }
}

/** What happens to the rows, in `itemColumns` without `step`. */
function eventsOf({ rows }: Wanted, objection: number): Relation {
  return sql`(select * exclude (known), coalesce(known, ${sql.lit(objection)})::integer as objection,
    case when known is null then 'open' else 'again' end as event from ${rows})`
}

function objectionsOf({ known, added }: Wanted, objection: number): number[] {
  const all = added > 0 ? [...known, objection] : known
  return [...new Set(all)].sort((a, b) => a - b)
}

/** The objection and the step, together. */
function begin(
  { ledger, ...platform }: Platform,
  input: { dataset: Dataset; place: InDoubt; request: ObjectionRequest; wanted: Wanted },
): Promise<{ step: ObjectionStep; objection: number }> {
  const { dataset, place, request, wanted } = input
  const at = platform.clock.now()
  return inTransaction(ledger.db, async (tx) => {
    const number = await nextObjectionStep(tx, dataset.id)
    const objection =
      wanted.added === 0 && wanted.known[0] !== undefined
        ? wanted.known[0]
        : await raiseOne({ ledger, ...platform }, tx, { dataset, place, request, number, at })
    const step = await beginObjectionStep(tx, { dataset: dataset.id, kind: 'raise', subject: objection, at })
    return { step, objection }
  })
}

async function raiseOne(
  platform: Platform,
  tx: Platform['ledger']['db'],
  input: { dataset: Dataset; place: InDoubt; request: ObjectionRequest; number: number; at: Date },
): Promise<number> {
  const { dataset, place, request, number, at } = input
  const [raised] = await raiseObjections(
    tx,
    [
      {
        cause: request.cause,
        same: { dataset: dataset.id, step: number },
        dataset: dataset.id,
        department: dataset.providingDepartment,
        field: place.field,
        code: request.code ?? null,
        foundation: dataset.foundation,
        column: place.column,
        counterpart: request.counterpart ?? null,
        raisedBy: request.raisedBy,
      },
    ],
    {
      actor: request.actor ?? request.raisedBy,
      at,
      due: dueDays(platform, at),
      accept: platform.config.objections.acceptAtOnce.includes(request.raisedBy),
      reason: request.reason,
    },
  )
  if (!raised) throw new RangeError('nothing was raised')
  return raised.objection.id
}
