import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { elementOf, foundationOf, namesOfField } from '../../catalog/lookup.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import { keyChanges } from '../../warehouse/resolve/key_changes.ts'
import { keyRegisterOf, newestVersion } from '../../warehouse/resolve/key_register.ts'
import { missingRows } from '../../warehouse/resolve/log.ts'
import type { Warehouse } from '../../warehouse/warehouse.ts'
import { readableLine, unreadableLine } from './line_text.ts'
import { EndSearch, type MissingRecord } from './search.ts'

/** A full dump, its register before it, and its rows that were not accepted. */
export interface Dump {
  dataset: Dataset
  asOf: Date
  accepted: Relation
  quarantined: Relation
  /** The log without the dump itself. */
  std: Relation
}

/** Which records a dump does not end though none of its rows is theirs. */
export interface Ends {
  /** Their keys, in a column `key`. */
  mentioned: Relation
  /** Lines of which it is not known whose they are, and the records that are kept for them. */
  doubt?: { lines: number; named: number; possible: number }
}

/** Of more records than these, and a line that could be one of them, none is ended. */
const MOST_MISSING = 100_000
const IDENTIFIERS = new Set(['citizenId', 'uscc', 'subjectId', 'licenceId'])

/**
 * Which records a full dump mentions without having an accepted row of them: their rows were rejected, or stand in
 * lines that could not be read. Absence from a dump means that a record is gone only if no line of it could be the
 * record's.
 */
export async function endsOf(
  { lake, catalogue }: Pick<Warehouse, 'lake' | 'catalogue'>,
  session: Session,
  tables: TemporaryTables,
  dump: Dump,
): Promise<Ends> {
  const { dataset } = dump
  const rejected = await tables.createUnlessEmpty('rejected', rejectedRows(dataset, dump.quarantined))
  if (!rejected) return { mentioned: sql`(select null::varchar as key where false)` }
  const changes = await tables.create('changes', await changesOf({ lake, catalogue }, dataset))
  const named = sql`select key from ${rejected} where key is not null`
  const own = sql`(${named} union select former from ${changes} where current in (${named})
    union select current from ${changes} where former in (${named}))`
  const unclear = await tables.count(sql`${rejected} where unclear`)
  if (unclear === 0) return { mentioned: own }
  const missing = await tables.create(
    'missing',
    sql`select * from ${missingRows(dump)} where ${sql.id(dataset.key)}::varchar not in (select key from ${own})`,
  )
  const count = await tables.count(missing)
  if (count === 0) return { mentioned: own }
  const all = sql`(select key from ${own} union select ${sql.id(dataset.key)}::varchar as key from ${missing})`
  if (count > MOST_MISSING) return { mentioned: all, doubt: { lines: unclear, named: 0, possible: count } }
  const search = new EndSearch(await missingRecords(session, catalogue, dataset, missing, changes), {
    others: othersOfKind(catalogue, dataset),
  })
  const unclearRows = sql<Rejected>`select unreadable, raw from ${rejected} where unclear`
  for await (const rows of session.stream<Rejected>(unclearRows)) {
    for (const { unreadable, raw } of rows)
      search.look(unreadable ? unreadableLine(raw) : readableLine(raw, dataset.key))
  }
  if (search.any)
    return {
      mentioned: all,
      doubt: { lines: unclear, named: search.named.size, possible: count - search.named.size },
    }
  const possible = [...search.possible].filter((key) => !search.named.has(key))
  if (search.named.size + possible.length === 0) return { mentioned: own }
  const kept = await tables.create(
    'kept',
    sql`select unnest(${[...search.named, ...possible]}::varchar[]) as key`,
  )
  return {
    mentioned: sql`(select key from ${own} union select key from ${kept})`,
    doubt: { lines: unclear, named: search.named.size, possible: possible.length },
  }
}

/** True of rejected rows among which there are some of which it is not known for certain whose they are. */
export async function hasUnclearRows(
  session: Session,
  dataset: Dataset,
  quarantined: Relation,
): Promise<boolean> {
  const [row] = await session.rows(
    sql`select 1 from (${rejectedRows(dataset, quarantined)}) where unclear limit 1`,
  )
  return row !== undefined
}

interface Rejected {
  unreadable: boolean
  raw: string
}

/** Rows that were not accepted; `unclear`: whose they are is not known for certain. */
function rejectedRows(dataset: Dataset, quarantined: Relation): Relation {
  const keys = sql.join(namesOfField(dataset, dataset.key).map((name) => sql.lit(name)))
  const doubtful = sql`len(list_filter(violations, lambda each: each.field in (${keys})
    and not starts_with(each.code, 'unique.'))) > 0`
  // A record that could not be read has no fields: its violation names none.
  const unreadable = sql`violations[1].field is null`
  return sql`select key, ${unreadable} as unreadable, (key is null or ${doubtful}) as unclear,
    case when key is null or ${doubtful} then raw end as raw from ${quarantined} where rejected`
}

async function changesOf(
  platform: Pick<Warehouse, 'lake' | 'catalogue'>,
  dataset: Dataset,
): Promise<Relation> {
  const foundation = foundationOf(platform.catalogue, dataset.foundation)
  const register = await keyRegisterOf(platform, foundation, (id) => newestVersion(platform, id))
  if (!register) return sql`select null::varchar as former, null::varchar as current where false`
  return sql`select former, current from ${keyChanges(register)}`
}

async function missingRecords(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  missing: Relation,
  changes: Relation,
): Promise<MissingRecord[]> {
  const key = sql.id('m', dataset.key)
  const identity = new Set(identityOf(dataset))
  const compared = dataset.fields.filter(
    ({ id, element }) =>
      !identity.has(id) && id !== dataset.eventTime && elementOf(catalogue, element).type !== 'geometry',
  )
  const texts = (ids: string[]) =>
    sql`[${sql.join(ids.map((id) => sql`coalesce(m.${sql.id(id)}::varchar, '')`))}]::varchar[]`
  return session.rows<MissingRecord>(sql`select ${key}::varchar as key,
    list_concat((select coalesce(list(former), []) from ${changes} where current = ${key}),
      (select coalesce(list(current), []) from ${changes} where former = ${key})) as aliases,
    ${texts(dataset.recordKey)} as names, ${texts(compared.map(({ id }) => id))} as values
    from ${missing} as m`)
}

/** True of a register in whose rows a second field may hold an identifier of the key's kind. */
function othersOfKind(catalogue: Catalogue, dataset: Dataset): boolean {
  const typeOf = (id: string) =>
    elementOf(catalogue, dataset.fields.find((field) => field.id === id)?.element ?? '').type
  const kind = typeOf(dataset.key)
  const alike = kind === 'subjectId' ? [...IDENTIFIERS] : [kind, 'subjectId']
  return (
    IDENTIFIERS.has(kind) &&
    dataset.fields.some((field) => field.id !== dataset.key && alike.includes(typeOf(field.id)))
  )
}
