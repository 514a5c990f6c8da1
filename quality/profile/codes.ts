import { sql } from 'kysely'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { Counted, FieldProfile } from './model.ts'

/** How many filled rows have one of the codes, and which other values are the most frequent. */
export async function codesOf(
  session: Session,
  values: Expression,
  field: number,
  { codes, top }: { codes: string[]; top: number },
): Promise<FieldProfile['codes']> {
  const known = sql`value in (${sql.join(codes.map((code) => sql.lit(code)))})`
  const own = sql`(select value, n from ${values} where field = ${sql.lit(field)} and filled)`
  const [row] = await session.rows<{ known: number }>(
    sql`select coalesce(sum(n) filter (${known}), 0)::double as known from ${own}`,
  )
  const unknown =
    await session.rows<Counted>(sql`select value, n::double as count from ${own} where not ${known}
    order by n desc, value limit ${sql.lit(top)}`)
  return { known: row?.known ?? 0, unknown }
}
