import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import { receivedFields } from '../../warehouse/candidates/decisions.ts'
import { fingerprintOf, isDistinctive } from '../../warehouse/candidates/fingerprint.ts'
import { hasNoUsableKey } from '../../warehouse/candidates/waiting.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import { decisionsInForce, fingerprintSecret } from './apply.ts'

/**
 * The records of a dataset that wait for a decision: `_extract`, `_line`, `_op`, the fields as received, `codes`
 * (violations, comma-joined), `fingerprint`, `remembered` (false: a decision is for this row only). Undefined where
 * nothing waits. Left out are extracts that were not ingested or that a later full dump replaced, records that were
 * decided on, and all but the last of a record that came several times.
 */
export async function waitingRows(platform: Platform, dataset: Dataset): Promise<Relation | undefined> {
  const table = platform.lake.table(`quarantine/${dataset.id}`)
  if (!(await table.exists())) return undefined
  const extracts = await currentExtracts(platform, dataset)
  if (extracts.length === 0) return undefined
  const live = sql.join(extracts.map((seq) => sql.lit(seq)))
  const quarantine = sql`(select * from ${table.select(await table.snapshot())}
    where _extract in (${live}) and ${hasNoUsableKey(dataset)})`
  const foundation = foundationOf(platform.catalogue, dataset.foundation)
  const fingerprint = fingerprintOf(dataset, await fingerprintSecret(platform))
  const telling = isDistinctive(platform.catalogue, foundation, dataset)
  const codes = sql`array_to_string(list_transform(violations, lambda each: each.code), ', ')`
  const records = sql`(select r.*, q.codes, count(*) over (partition by r._extract, r.fingerprint) = 1 as alone
    from (select *, ${fingerprint} as fingerprint, ${telling} as telling from ${receivedFields(dataset, quarantine)}) as r
    join (select _extract, _line, ${codes} as codes from ${quarantine}) as q using (_extract, _line))`
  return sql`(select * exclude (alone, telling), alone and telling as remembered
    from ${records} as w where ${await undecided(platform, dataset)}
    qualify row_number() over (
      partition by case when alone and telling then fingerprint else concat(_extract, ':', _line) end
      order by _extract desc, _line desc) = 1)`
}

/** Extracts whose rows count today: the last full dump that was ingested, and the deltas after it. */
async function currentExtracts(platform: Platform, dataset: Dataset): Promise<number[]> {
  const ingested = await listExtracts(platform.ledger.db, dataset.id, 'ingested')
  const dump = ingested.findLast((extract) => extract.mode === 'full')
  return ingested.map(({ seq }) => seq).filter((seq) => !dump || seq >= dump.seq)
}

/** True of a record of `w` that no decision in force is about. */
async function undecided(platform: Platform, dataset: Dataset): Promise<Relation> {
  const decisions = await decisionsInForce(platform, dataset)
  if (!decisions) return sql`true`
  return sql`not exists (select 1 from ${decisions} as d where (d._extract = w._extract and d._line = w._line)
    or (w.alone and d.fingerprint = w.fingerprint))`
}
