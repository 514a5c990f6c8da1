import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { keysOf, standardRows } from '../../quality/standard_rows.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import type { Extract } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import { applyDecisions } from './apply.ts'

/** An extract that was judged. */
export interface JudgedExtract {
  dataset: Dataset
  extract: Pick<Extract, 'seq' | 'asOf'>
  /** Its rows in quarantine/<dataset>. */
  quarantined: Relation
  /** Rows `key`: only what the extract said of these is asked for. */
  keys?: Relation | undefined
  /** The last decision on records that was in force when it was judged; undefined: all that are. */
  decisions?: number | undefined
}

/**
 * What an extract said, as it was accepted: its rows as received but for those that were rejected, in std's columns
 * without `_from`, `_as_of` and `bucket`. Nothing is judged anew.
 */
export async function acceptedRows(
  platform: Platform,
  session: Session,
  tables: TemporaryTables,
  { dataset, extract: { seq, asOf }, quarantined, keys, decisions: upTo }: JudgedExtract,
): Promise<Relation> {
  const { catalogue, lake } = platform
  const received = await lake.table(`raw/${dataset.id}`).ofExtract([seq])
  const decided = await applyDecisions(session, platform, dataset, received, { asOf, upTo })
  try {
    const rejected = sql`select _line from ${quarantined} where rejected`
    const good = sql`(select * from ${decided.raw} where _line not in (${rejected}))`
    const lines = keys && (await tables.create('lines', linesOf(platform, dataset, good, keys)))
    const raw = lines ? sql`(select * from ${good} where _line in (select _line from ${lines}))` : good
    const standard = await standardRows(session, { catalogue, dataset, raw })
    try {
      return await tables.create('said', sql`select * from ${decided.accepted(standard.rows)}`)
    } finally {
      await standard.dispose()
    }
  } finally {
    await decided.dispose()
  }
}

function linesOf({ catalogue }: Platform, dataset: Dataset, raw: Relation, keys: Relation): Relation {
  return sql`select _line from ${keysOf({ catalogue, dataset, raw })} where key in (select key from ${keys})`
}
