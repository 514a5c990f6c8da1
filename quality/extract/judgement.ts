import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { type Relation, rowsTogether } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { appendExtracts } from '../../warehouse/lake/transactions.ts'
import type { Lake } from '../../warehouse/lake/types.ts'

/** Writes the failing rows of extracts to quarantine/<dataset>, each once. */
export async function storeFailingRows(
  lake: Lake,
  session: Session,
  dataset: Dataset,
  seqs: number[],
  rows: Relation,
): Promise<void> {
  await appendExtracts(lake.table(`quarantine/${dataset.id}`), session, seqs, {
    app: 'ingest',
    operation: 'QUARANTINE',
    rows: (pending) => sql`select * from ${rows} ${only(pending, seqs)} order by _extract, _line`,
  })
}

/** Writes what rules counted of extracts to quality/history, each once. */
export async function storeHistory(
  lake: Lake,
  session: Session,
  dataset: Dataset,
  seqs: number[],
  parts: Relation[],
): Promise<void> {
  await appendExtracts(lake.table('quality/history'), session, seqs, {
    app: dataset.id,
    operation: 'SCORE',
    rows: (pending) => sql`select * from ${rowsTogether(parts)} ${only(pending, seqs)}`,
  })
}

/** What of all rows is those of `pending`. */
function only(pending: number[], seqs: number[]): Relation {
  if (pending.length === seqs.length) return sql``
  return sql`where _extract in (${sql.join(pending.map((seq) => sql.lit(seq)))})`
}
