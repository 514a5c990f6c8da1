import { sql } from 'kysely'
import { identityOf } from '../../catalog/dataset.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { given } from './condition.ts'
import { rowRejected, type Sets } from './stage.ts'

/**
 * The records of the register as it will be: the accepted rows of the extract, of each record the one that is kept,
 * with their `_line`; and, without `_line`, the live rows that the extract leaves alone. Rows of other values in
 * `fields` than the extract's may be left out.
 * @param replaced lines of rows that another one of the same record replaces
 * @param columns fields to give; the others are not read
 */
export function poolOf(
  sets: Sets,
  replaced: Relation,
  columns: string[],
  among: { fields: string[]; of: string[] },
): Relation {
  const { scan, input, rows } = sets
  const names = sql.join(columns.map((name) => sql`${sql.id(name)}`))
  const accepted = sql`select _line, ${names} from ${rows}
    where _op is distinct from 'D' and not ${rowRejected(scan)} and _line not in (select _line from ${replaced})`
  if (!input.own) return sql`(${accepted})`
  const identity = identityOf(scan.dataset)
  const wanted = [...new Set([...columns, ...identity])]
  const values = sql`(select ${sql.join(among.of.map((name) => sql`${sql.id(name)}`))} from ${rows}
    where ${given(among.of)} and not ${rowRejected(scan)})`
  const live =
    input.mode === 'full'
      ? input.own.staying(wanted, mentioned(sets))
      : input.own.live(wanted, sets.few ? { columns: among.fields, values } : undefined)
  const same = sql.join(
    identity.map((name) => sql`live.${sql.id(name)} is not distinct from here.${sql.id(name)}`),
    sql` and `,
  )
  const ids = sql.join(identity.map((name) => sql`${sql.id(name)}`))
  return sql`(${accepted} union all select null::bigint as _line, ${sql.join(columns.map((name) => sql`live.${sql.id(name)}`))}
    from ${live} as live anti join (select ${ids} from ${rows} where not ${rowRejected(scan)}) as here on ${same})`
}

/** Keys of the extract's rows that were not accepted. */
function mentioned({ scan, rows }: Sets): Relation {
  const key = sql`${sql.id(scan.dataset.key)}`
  return sql`(select ${key}::varchar as key from ${rows} where ${key} is not null and ${rowRejected(scan)})`
}
