import { sql } from 'kysely'
import { foundationOf } from '../../../catalog/lookup.ts'
import { platformKeys } from '../../../exchange/keys.ts'
import { masked } from '../../../exchange/masks.ts'
import { jsonRows } from '../../../warehouse/engine/json_rows.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { Platform } from '../../platform.ts'
import type { Delivered } from './delivered.ts'
import { placeOf, responsibleDataset } from './responsible.ts'

/** A row as the consumer names it: the key as it was delivered, and the column in doubt (none: the whole record). */
export interface NamedRow {
  key: string
  column?: string | undefined
}

/** The record behind it. Personal data: it stays inside the platform. */
export interface FoundRow {
  /** The place of the row among those that were named, from 0. */
  at: number
  key: string
  /** The dataset whose department must act, and where its record was received. */
  dataset: string
  extract: number | null
  line: number | null
}

/**
 * The records that a city means, among those that were delivered to it and no others: keys in clear are compared as
 * they are, hashed ones with the keyed hash of every delivered row, made anew. A row that is not found is left out,
 * whether nobody has the key or the city was not sent it: the answer is the same, and so is the work.
 */
export async function findRows(
  platform: Platform,
  delivered: Delivered,
  rows: NamedRow[],
): Promise<Map<number, FoundRow>> {
  if (rows.length === 0) return new Map()
  const named = jsonRows(
    { row_at: 'INTEGER', key: 'VARCHAR', column_name: 'VARCHAR' },
    rows.map(({ key, column }, at) => ({
      row_at: at,
      key: normal(delivered, key),
      column_name: column ?? delivered.key,
    })),
  )
  const columns = [...new Set(rows.map(({ column }) => column ?? delivered.key))]
  const found = await platform.engine.rows<FoundRow>(await query(platform, delivered, named, columns))
  return new Map(found.map((row) => [row.at, row]))
}

async function query(
  platform: Platform,
  delivered: Delivered,
  named: Relation,
  columns: string[],
): Promise<Relation> {
  const { catalogue, paths } = platform
  const foundation = foundationOf(catalogue, delivered.request.foundation)
  const key = sql`b.${sql.id(delivered.key)}`
  const hashKey = (await platformKeys(paths.keys)).hashKeyFor(delivered.request.city)
  const sent = delivered.isHashed ? masked('hash', key, hashKey) : key
  const responsible = columns.flatMap((column) => {
    const dataset = responsibleDataset(catalogue, foundation, column)
    return dataset ? [sql`when ${sql.lit(column)} then ${dataset}`] : []
  })
  const place = (member: 'extract' | 'line') => placeOf(catalogue, foundation, sql`dataset`, member)
  return sql`select row_at as ${sql.id('at')}, key, dataset, (${place('extract')})::integer as extract, (${place('line')})::double as line
    from (select n.row_at, ${key} as key, b.origin as origin,
        case n.column_name ${sql.join(responsible, sql` `)} end as dataset
      from ${named} as n join ${delivered.rows} as b on ${sent} = n.key) as b
    where dataset is not null order by row_at`
}

/** As the platform writes it: hashes in lower case, keys in upper case. */
function normal({ isHashed }: Delivered, key: string): string {
  const text = key.normalize('NFKC').trim()
  return isHashed ? text.toLowerCase() : text.toUpperCase()
}
