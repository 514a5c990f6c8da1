import { sql } from 'kysely'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import type { Platform } from '../../platform.ts'
import { type Asked, answeredRows } from './answered_rows.ts'
import type { AnsweredObjection } from './move.ts'

/** Open rows by objection, sheet and what was answered, with the notes. */
export async function countAnswered(
  platform: Platform,
  dataset: string,
  asked: Asked,
): Promise<AnsweredObjection[]> {
  const rows = await answeredRows(platform, dataset, asked)
  if (!rows) return []
  const count = (condition: Expression) => sql`(count(*) filter (${condition}))::double`
  return platform.engine.rows<AnsweredObjection>(
    sql`select objection, answers, ${count(sql`outcome = 'corrected' and closes`)} as corrected,
      ${count(sql`outcome = 'cancelled' and closes`)} as cancelled,
      ${count(sql`outcome = 'right' and closes`)} as "right",
      ${count(sql`outcome = 'other'`)} as other,
      ${count(sql`outcome in ('corrected', 'cancelled') and not closes`)} as "awaitingResend",
      ${count(sql`outcome = 'right' and not closes`)} as "awaitingSecond",
      array_to_string(list_sort(list_distinct(list(note) filter (note is not null)))[:3], '；') as notes
      from ${rows} group by objection, answers order by objection, answers`,
  )
}
