import { sql } from 'kysely'
import { foundationOf } from '../../catalog/lookup.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { withLock } from '../../warehouse/ledger/locks.ts'
import { markingStates } from '../../warehouse/ledger/objection_states.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { markColumns } from '../../warehouse/tables/objections.ts'
import type { Platform } from '../platform.ts'
import { listObjections } from './ledger/list.ts'
import { moveObjections } from './ledger/move.ts'
import type { Objection } from './ledger/record.ts'
import { currentItems, isOpenItem, openItems } from './rows/items.ts'

/**
 * Brings marks/<foundation> up to date: `key, column_name, objection` of every open row of the objections that are
 * accepted, marked or verified. The table is rewritten whole, in one commit, and only when it changes. Returns its
 * version.
 */
export function writeMarks(platform: Platform, foundationId: string): Promise<number> {
  const foundation = foundationOf(platform.catalogue, foundationId)
  return withLock(platform.ledger.db, `marks:${foundation.id}`, async () => {
    const table = platform.lake.table(`marks/${foundation.id}`)
    await table.create(markColumns())
    const marks = await marksOf(platform, foundation.id)
    const how = { app: 'marks', operation: 'MARK' }
    return (await table.replaceIfChanged(platform.engine, marks, how)).version
  })
}

async function marksOf({ lake, ledger }: Platform, foundation: string): Promise<Relation> {
  const marking = await listObjections(ledger.db, { foundation, states: markingStates })
  const shown = marking.filter(({ columnName, itemsOpen }) => columnName !== null && itemsOpen > 0)
  const parts: Relation[] = []
  for (const dataset of [...new Set(shown.map((each) => each.dataset))].sort()) {
    const ids = shown.filter((each) => each.dataset === dataset).map(({ id }) => sql.lit(id))
    const { events } = await openItems(lake, dataset)
    parts.push(sql`select key, column_name, objection from ${currentItems(events())}
      where objection in (${sql.join(ids)}) and ${isOpenItem()} and key is not null and column_name is not null`)
  }
  const all =
    parts.length > 0
      ? sql.join(parts, sql` union all `)
      : sql`select null::varchar as key, null::varchar as column_name, null::integer as objection where false`
  return sql`select distinct key, column_name, objection from (${all}) order by all`
}

/**
 * Tells the objections of a foundation that a release was published: those that were accepted and whose marks are in
 * it are marked; those that were closed and have none in it are lifted. Doing it again changes nothing.
 */
export async function marked({ lake, ledger, engine, clock }: Platform, foundation: string): Promise<void> {
  const release = await latestRelease(ledger.db, foundation)
  if (!release) return
  const states = ['accepted', 'corrected', 'rejected'] as const
  const waiting = await listObjections(ledger.db, { foundation, states })
  if (waiting.length === 0) return
  const table = lake.table(`marks/${foundation}`)
  const version = release.inputs[table.name]
  const rows =
    version === undefined
      ? []
      : await engine.rows<{ objection: number }>(
          sql`select distinct objection from ${table.select(await table.snapshot({ version }))}`,
        )
  const shown = new Set(rows.map(({ objection }) => objection))
  const move = { actor: 'platform', at: clock.now(), detail: { release: release.number } }
  const accepted = waiting.filter(({ id, state }) => state === 'accepted' && shown.has(id))
  const closed = waiting.filter(({ id, state }) => state !== 'accepted' && !shown.has(id))
  // Somebody else may have acted on some of them meanwhile: they are left as they are.
  await moveObjections(ledger.db, idsOf(accepted), { ...move, event: 'mark' })
  await moveObjections(ledger.db, idsOf(closed), { ...move, event: 'lift' })
}

const idsOf = (objections: Objection[]) => objections.map(({ id }) => id)
