import { sql } from 'kysely'
import {
  type Counted,
  countedRows,
  dirtyFacts,
  noSurplus,
  ruleFacts,
  surplusIdentities,
  uniquenessFacts,
} from '../../quality/scores/facts/history.ts'
import { factRows } from '../../quality/scores/facts/rows.ts'
import { type Fact, sources } from '../../quality/scores/model.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { LakeTable, Snapshot, Transaction } from '../../warehouse/lake/types.ts'
import type { Platform } from '../platform.ts'

/** What the facts of one month are made from. */
export interface Month {
  period: string
  /** Extracts that count. */
  counted: Counted[]
  /** Facts that follow from the ledger and the catalogue. */
  told: Fact[]
  /** Facts of the releases; of a month that is over, what was found while it lasted. */
  standing: Relation[]
}

/** All facts of a month, in a fixed order. */
export async function monthFacts(platform: Platform, month: Month): Promise<Relation> {
  const { period, counted, told, standing } = month
  const judged = counted.length > 0 ? await judgedFacts(platform, counted) : []
  const parts = [factRows(told), ...standing, ...judged].map((part) => sql`select * from ${part}`)
  return sql`select * from (${sql.join(parts, sql` union all by name `)}) where period = ${sql.lit(period)}
    order by department, dataset nulls first, dimension, indicator, source, division nulls first`
}

/** Facts of the rules, of unreadable records and of uniqueness. */
async function judgedFacts(platform: Platform, counted: Counted[]): Promise<Relation[]> {
  const history = await rowsOf(
    platform,
    'quality/history',
    counted.map((each) => ({ app: each.dataset, version: each.extract })),
  )
  if (!history) return []
  const extracts = countedRows(counted)
  const surplus: Relation[] = []
  for (const dataset of new Set(counted.map((each) => each.dataset))) {
    const own = counted.filter((each) => each.dataset === dataset).map(({ extract }) => extract)
    const quarantine = await rowsOf(
      platform,
      `quarantine/${dataset}`,
      own.map((extract) => ({ app: 'ingest', version: extract })),
    )
    if (quarantine) surplus.push(sql`select * from ${surplusIdentities(dataset, quarantine, own)}`)
  }
  return [
    ruleFacts(history, extracts),
    dirtyFacts(history, extracts),
    uniquenessFacts(
      history,
      extracts,
      sql`(${sql.join([sql`select * from ${noSurplus}`, ...surplus], sql` union all `)})`,
    ),
  ]
}

/** The rows that the transactions brought to a table; undefined without the table. */
async function rowsOf(
  platform: Platform,
  name: string,
  transactions: Transaction[],
): Promise<Relation | undefined> {
  const table = platform.lake.table(name)
  if (!(await table.exists())) return undefined
  return table.ofTransactions(await table.snapshot(), transactions)
}

/** What a month's file keeps of facts that cannot be found again later: those of the catalogue and of the releases. */
export function unrepeatableFacts(table: LakeTable, snapshot: Snapshot, file: Snapshot['files']): Relation {
  const rows = table.select(snapshot, { files: file })
  const kept = [sources.entry, sources.security].map((source) => sql.lit(source))
  return sql`(select * from ${rows} where source in (${sql.join(kept)}) or starts_with(source, ${sql.lit(sources.copies)}))`
}
