import { sql } from 'kysely'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { judge } from '../../quality/judge.ts'
import { boundariesFor } from '../../quality/registers/boundaries.ts'
import { judgedAgainst } from '../../quality/registers/references.ts'
import { standardRows } from '../../quality/standard_rows.ts'
import { decisionMark, rescuedRow, retractions } from '../../warehouse/candidates/decisions.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import { stemOf } from '../../warehouse/lake/transactions.ts'
import { type Extract, getExtract } from '../../warehouse/ledger/extracts.ts'
import type { KeyDecision } from '../../warehouse/ledger/key_decisions.ts'
import { deltaRows } from '../../warehouse/resolve/log.ts'
import { stageRows } from '../../warehouse/resolve/standard_rows.ts'
import type { Platform } from '../platform.ts'
import './locale.ts'
import type { WaitingPlace } from './show.ts'

/**
 * Judges a quarantined row again, with `key` in place of its own and beside the rows of its extract that have that
 * key, and gives `work` the row as accepted: std's columns without `_from`, `_as_of` and `bucket`.
 * @throws ShuyuanError `candidates.still_rejected` with the codes of the rules that it fails
 */
export async function withAccepted<T>(
  platform: Platform,
  session: Session,
  place: WaitingPlace,
  key: string,
  work: (accepted: Relation, extract: Extract) => Promise<T>,
): Promise<T> {
  const { dataset, line } = place
  const extract = await getExtract(platform.ledger.db, dataset.id, place.extract)
  const tables = new TemporaryTables(session, 'rescue')
  const judged = await judge(session, {
    catalogue: platform.catalogue,
    dataset,
    raw: await rowsToJudge(platform, place, key),
    asOf: extract.asOf,
    ...(await judgedAgainst(platform, tables, dataset, extract)),
    boundaries: await boundariesFor(platform, dataset),
  })
  try {
    const here = sql`_line = ${sql.lit(line)}`
    const [failed] = await session.rows<{ codes: string }>(
      sql`select array_to_string(list_transform(violations, lambda each: each.rule), ', ') as codes
        from ${judged.quarantined} where ${here} and rejected`,
    )
    if (failed) {
      const fields = { dataset: dataset.id, extract: extract.seq, line, codes: failed.codes }
      throw new ShuyuanError('candidates.still_rejected', fields)
    }
    return await work(sql`(select * from ${judged.accepted} where ${here})`, extract)
  } finally {
    await judged.dispose()
    await tables.drop()
  }
}

/** The row with its new key, and the extract's rows that came with that key: set rules judge them together. */
async function rowsToJudge(platform: Platform, place: WaitingPlace, key: string): Promise<Relation> {
  const { dataset, extract, line } = place
  const column = sql.id(dataset.key)
  const table = platform.lake.table(`raw/${dataset.id}`)
  const raw = table.select(await table.snapshot())
  return sql`(select * replace (case when _line = ${sql.lit(line)} then ${key}::varchar else ${column} end as ${column})
    from ${raw} where _extract = ${sql.lit(extract)}
      and (_line = ${sql.lit(line)} or upper(trim(${column})) = ${key}::varchar))`
}

/** Gives `work` the row with `key` in place of its own, in the same shape, without judging it. */
async function withStandard<T>(
  platform: Platform,
  session: Session,
  place: WaitingPlace,
  key: string,
  work: (row: Relation, extract: Extract) => Promise<T>,
): Promise<T> {
  const { dataset, line } = place
  const extract = await getExtract(platform.ledger.db, dataset.id, place.extract)
  const rows = await rowsToJudge(platform, place, key)
  const raw = sql`(select * from ${rows} where _line = ${sql.lit(line)})`
  const standard = await standardRows(session, { catalogue: platform.catalogue, dataset, raw })
  try {
    return await work(standard.rows, extract)
  } finally {
    await standard.dispose()
  }
}

/** Appends the rescued row to std/<dataset>, once a decision. */
export async function commitRescued(
  platform: Platform,
  session: Session,
  place: WaitingPlace & { seq: number; key: string },
  { judged = true }: { judged?: boolean } = {},
): Promise<void> {
  const { dataset, seq, key } = place
  const once = { app: 'decision', version: seq, operation: 'DECIDE' }
  const table = platform.lake.table(`std/${dataset.id}`)
  const withRow = judged ? withAccepted : withStandard
  await table.once(once, (before) =>
    withRow(platform, session, place, key, async (accepted, extract) => {
      const std = table.select(before)
      const mark = sql`concat_ws(',', nullif(_repair, ''), ${decisionMark(sql.lit(seq))})`
      const marked = sql`(select * replace (${mark} as _repair) from ${accepted})`
      const begun = deltaRows({ dataset, accepted: marked, asOf: extract.asOf })
      const { mode, asOf } = extract
      const row = rescuedRow({ identity: identityOf(dataset), begun, std, seq: extract.seq, mode, asOf })
      const add = await stageRows(platform, session, table, dataset, row, { name: stemOf(once) })
      return { add, remove: [] }
    }),
  )
}

/** Whether a decision on a record brought a row to the register; a late extract may have stated it again, in a file of its own. */
export async function wasRescued(
  { engine, lake }: Platform,
  dataset: Dataset,
  { seq, extract, line }: Pick<KeyDecision, 'seq' | 'extract' | 'line'>,
): Promise<boolean> {
  const table = lake.table(`std/${dataset.id}`)
  const marked = sql`list_contains(string_split(coalesce(_repair, ''), ','), ${decisionMark(sql.lit(seq))})`
  const rows = await engine.rows(sql`select 1 from ${table.select(await table.snapshot())}
    where _extract = ${sql.lit(extract)} and _line = ${sql.lit(Number(line))} and ${marked} limit 1`)
  return rows.length > 0
}

/** Takes the rows that decision `of` brought to std/<dataset> back, in this extract and in later ones. */
export async function commitRetraction(
  platform: Platform,
  session: Session,
  { dataset, seq, of }: { dataset: Dataset; seq: number; of: number },
): Promise<void> {
  const once = { app: 'decision', version: seq, operation: 'UNDO' }
  const table = platform.lake.table(`std/${dataset.id}`)
  await table.once(once, async (before) => {
    const rows = sql`select * from ${retractions(table.select(before), of)} order by _extract, _line`
    const add = await table.stage(session, rows, { name: stemOf(once), partitionBy: 'bucket' })
    return { add, remove: [] }
  })
}
