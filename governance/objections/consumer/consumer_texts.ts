import { sql } from 'kysely'
import type { Platform } from '../../platform.ts'
import type { Objection } from '../ledger/record.ts'
import { currentItems, openItems } from '../rows/items.ts'
import { statements } from './statements.ts'

/** What consumers wrote about the rows of an objection, each text once; guarded against personal numbers. */
export async function consumerTexts(
  platform: Platform,
  { id, dataset }: Pick<Objection, 'id' | 'dataset'>,
  limit = 20,
): Promise<string[]> {
  const submitted = await statements(platform)
  if (!submitted) return []
  const { events } = await openItems(platform.lake, dataset)
  const rows = await platform.engine.rows<{ text: string }>(
    sql`select distinct m.text from ${currentItems(events())} as s join ${submitted} as m using (item, cause)
      where s.objection = ${sql.lit(id)} and m.dataset = ${sql.lit(dataset)} and m.text is not null
      order by 1 limit ${sql.lit(limit)}`,
  )
  return rows.map(({ text }) => text)
}
