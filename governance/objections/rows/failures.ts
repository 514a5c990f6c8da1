import { sql } from 'kysely'
import { hasNoUsableKey } from '../../../warehouse/candidates/waiting.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { isNamedByOthers, type Naming, nameByKey, nameByOthers } from './fingerprint.ts'
import { pseudonym } from './identity.ts'

/** Which failures are objected to, and where they show. */
export interface Policy {
  severities: string[]
  /** Codes that are objected to, and that are not, whatever their severity. */
  always: string[]
  never: string[]
  /** Fields that fill a column of the base table, for keys that begin with one of the prefixes, or all. */
  columns: { field: string; column: string; keyPrefixes: string[] }[]
}

/** Position of a row among the rows of all extracts of its dataset. */
export const position = (extract: Expression, line: Expression) =>
  sql`(${extract}::bigint * 10000000000 + ${line})`

/**
 * The failures of quarantined rows that are objected to, one row per `cause` and `item`: `rule, field, code, key,
 * extract, line, place, content, column_name`, of the last row that has them. `quarantine` is in the shape of
 * quarantine/<dataset>.
 */
export function failures(naming: Naming, quarantine: Expression, policy: Policy): Expression {
  const { dataset } = naming
  const recordKey = sql.join([sql.lit(dataset.key), ...dataset.recordKey.map((id) => sql.lit(id))])
  const all = sql`select _extract, _line, key as _key, raw as _raw, ${hasNoUsableKey(dataset)} as _keyless,
    unnest(violations) as _v from ${quarantine}`
  const raised = sql`select * from (${all}) where ${isRaised(policy)}`
  const unread = sql`(_v.field is null and _key is null)`
  const byOthers = sql`(_keyless or _v.field in (${recordKey}))`
  const parts = sql.join(
    [
      named(
        sql`(select * from raised where not ${unread} and not ${byOthers})`,
        sql`_key`,
        nameByKey(naming, sql`_key`, received),
      ),
      named(
        receivedFields(naming, sql`(select * from raised where not ${unread} and ${byOthers})`),
        KEY,
        others(naming),
      ),
      named(sql`(select * from raised where ${unread})`, sql`null::varchar`, unreadable(naming)),
    ],
    sql` union all `,
  )
  return sql`(with raised as materialized (${raised}), named as (${parts})
    select cause, item, unnest(arg_max(last, place)), max(place) as place from (
      select cause, item, ${position(sql`extract`, sql`line`)} as place,
        {'rule': rule, 'field': field, 'code': code, 'key': key, 'extract': extract, 'line': line, 'content': content,
         'column_name': ${columnName(policy)}} as last from named)
    group by cause, item)`

  function named(rows: Expression, key: Expression, item: Expression): Expression {
    return sql`select 'rule:' || coalesce(_v.rule, '') as cause, ${item} as item, _v.rule as rule, _v.field as field,
      _v.code as code, ${key} as key, _extract as extract, _line as line, ${contentOf(naming)} as content from ${rows}`
  }
}

/** The key of a row that has a usable one. */
const KEY = sql`case when not _keyless then _key end`

const received = (field: string) => sql`json_extract_string(_raw, ${sql.lit(`$.${field}`)})`

function isRaised({ severities, always, never }: Policy): Expression {
  const among = (list: string[]) => sql`(${sql.join(['', ...list].map((each) => sql.lit(each)))})`
  return sql`(_v.code in ${among(always)}
    or (_v.severity in ${among(severities)} and _v.code not in ${among(never)}))`
}

/** The fields as received, beside the columns that are there. */
function receivedFields({ dataset }: Naming, rows: Expression): Expression {
  const fields = dataset.fields.map(({ id }) => sql`${received(id)} as ${sql.id(id)}`)
  return sql`(select *, ${sql.join(fields)} from ${rows})`
}

/** Named by its other fields; where they say too little, by its place: it is then not known again. */
function others(naming: Naming): Expression {
  const by = { field: sql`_v.field`, key: KEY }
  return sql`case when ${isNamedByOthers(naming, by)} then ${nameByOthers(naming, by)} else ${byPlace(naming)} end`
}

/** By what is shaped like a key in it, where that is one thing; else by its whole text. */
function unreadable(naming: Naming): Expression {
  const keys = sql`list_distinct(regexp_extract_all(upper(_raw), '[0-9A-Z]{18}'))`
  const byKey = nameByKey(naming, sql`${keys}[1]`, () => sql`''`)
  const byText = pseudonym(naming.secret, [sql`'t'`, sql`_raw`])
  if (naming.dataset.recordKey.length > 0) return byText
  return sql`case when len(${keys}) = 1 then ${byKey} else ${byText} end`
}

function byPlace({ secret }: Naming): Expression {
  return pseudonym(secret, [sql`'p'`, sql`_extract::varchar`, sql`_line::varchar`])
}

/** Digest of what was received, its event time left out. */
function contentOf({ dataset }: Naming): Expression {
  const paths = dataset.fields
    .filter(({ id }) => id !== dataset.eventTime)
    .map(({ id }) => sql.lit(`$.${id}`))
  const fields = sql`json_extract_string(_raw, [${sql.join(paths)}])::varchar`
  return sql`left(sha256(case when starts_with(_raw, '{') and json_valid(_raw) then ${fields} else coalesce(_raw, '') end), 32)`
}

function columnName({ columns }: Policy): Expression {
  if (columns.length === 0) return sql`null::varchar`
  const cases = columns.map(({ field, column, keyPrefixes }) => {
    const own = keyPrefixes.map((prefix) => sql`starts_with(key, ${sql.lit(prefix)})`)
    const scope = own.length > 0 ? sql` and (${sql.join(own, sql` or `)})` : sql``
    return sql`when field = ${sql.lit(field)}${scope} then ${sql.lit(column)}`
  })
  return sql`case ${sql.join(cases, sql` `)} end`
}
