import { sql } from 'kysely'
import type { Platform } from '../../platform.ts'
import type { Objection } from '../ledger/record.ts'
import { currentItems, openItems } from '../rows/items.ts'
import { statements } from './statements.ts'

/** What a consumer proposes for a row. Personal data: to a person's terminal and nowhere else. */
export interface ShownStatement {
  item: string
  text: string | null
  proposed: string | null
}

/** What was said last about each row of an objection. */
export async function showStatements(
  platform: Platform,
  { id, dataset }: Pick<Objection, 'id' | 'dataset'>,
): Promise<ShownStatement[]> {
  const submitted = await statements(platform)
  if (!submitted) return []
  const { events } = await openItems(platform.lake, dataset)
  return platform.engine.rows<ShownStatement>(
    sql`select s.item, m.text, m.proposed from ${currentItems(events())} as s join ${submitted} as m using (item, cause)
      where s.objection = ${sql.lit(id)} and m.dataset = ${sql.lit(dataset)}
      qualify row_number() over (partition by s.item order by m.submission desc) = 1 order by s.item`,
  )
}
