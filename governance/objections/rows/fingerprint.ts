import { sql } from 'kysely'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { elementOf } from '../../../catalog/lookup.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { pseudonym } from './identity.ts'

/** Fields beside key, event time and the failing one that a record without a usable key needs to be known again. */
const ENOUGH = 4
const DATES = ['%Y-%m-%d', '%Y%m%d', '%Y/%m/%d', '%Y.%m.%d', '%Y年%m月%d日']

/** What names the rows of a dataset. */
export interface Naming {
  catalogue: Catalogue
  dataset: Dataset
  secret: Uint8Array
}

/** The name of a record by its key and record key. `received` gives a field's value as it was received. */
export function nameByKey(
  naming: Naming,
  key: Expression,
  received: (field: string) => Expression,
): Expression {
  return pseudonym(naming.secret, [sql`'k'`, key, ...recordKeyOf(naming, received)])
}

/** What tells the records of one key apart, in clear: it never leaves the engine. */
export function recordName(
  naming: Omit<Naming, 'secret'>,
  received: (field: string) => Expression,
): Expression {
  const parts = recordKeyOf(naming, received).map((part) => sql`coalesce(${part}, '')`)
  return parts.length === 0 ? sql`''` : sql`concat_ws(chr(31), ${sql.join(parts)})`
}

/** The record key; dates in it are one however they are written. */
function recordKeyOf(
  { catalogue, dataset }: Omit<Naming, 'secret'>,
  received: (field: string) => Expression,
): Expression[] {
  return dataset.recordKey.map((id) => {
    const element = dataset.fields.find((field) => field.id === id)?.element
    const type = element === undefined ? 'text' : elementOf(catalogue, element).type
    const text = sql`upper(trim(${received(id)}))`
    const formats = sql.join(DATES.map((format) => sql.lit(format)))
    return type === 'date' ? sql`coalesce(try_strptime(${text}, [${formats}])::date::varchar, ${text})` : text
  })
}

/**
 * The name of a record whose key, or failing field, cannot name it: by all fields but these and its event time.
 * `record` has the fields as received; `field` is the failing one; `key` is NULL where the key cannot be used.
 */
export function nameByOthers(
  { dataset, secret }: Naming,
  { field, key }: { field: Expression; key: Expression },
): Expression {
  const parts = othersOf(dataset).map(
    (id) =>
      sql`case when ${sql.lit(id)} <> ${field} and ${value(id)} <> '' then ${sql.lit(id)} || '=' || ${value(id)} end`,
  )
  return pseudonym(secret, [sql`'f'`, field, key, sql`concat_ws(chr(31), ${sql.join(parts)})`])
}

/** True of a record that `nameByOthers` tells from others: one with less would be taken for somebody else's. */
export function isNamedByOthers(
  { dataset }: Naming,
  { field, key }: { field: Expression; key: Expression },
): Expression {
  const given = othersOf(dataset).map(
    (id) => sql`coalesce(${sql.lit(id)} <> ${field} and ${value(id)} <> '', false)::integer`,
  )
  const enough = sql`${sql.join(given, sql` + `)} >= ${sql.lit(ENOUGH)}`
  return sql`(${key} is not null or ${enough})`
}

function othersOf(dataset: Dataset): string[] {
  return dataset.fields
    .map(({ id }) => id)
    .filter((id) => id !== dataset.key && id !== dataset.eventTime)
    .toSorted()
}

const value = (id: string) => sql`trim(${sql.id(id)})`
