import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import type { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { overtakenBy } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'
import { type Compared, correctedByDelta, correctedByDump } from '../rows/changes.ts'
import { failures } from '../rows/failures.ts'
import { currentItems, isOpenItem, openItems } from '../rows/items.ts'
import { passes, type Variant } from '../rows/passes.ts'
import type { Portion } from './portions.ts'
import { broughtTo, namingOf, policyOf } from './rows.ts'

/** One portion at work. */
export interface Work {
  platform: Platform
  dataset: Dataset
  portion: Portion
  session: Session
  tables: TemporaryTables
}

/** The failing rows of the portion, and how the rows of the dataset current before it. */
export async function compare(work: Work): Promise<Compared> {
  const { platform, dataset, portion, tables } = work
  const quarantine = fails(portion)
    ? await broughtTo(platform, 'quarantine', dataset, seqsOf(portion))
    : undefined
  const failing = await tables.create(
    'failing',
    quarantine
      ? failures(await namingOf(platform, dataset), quarantine, policyOf(platform, dataset))
      : nothingFailing,
  )
  const { events } = await openItems(platform.lake, dataset.id)
  const rules = sql`(select * from ${events()} where starts_with(cause, 'rule:'))`
  return { failing, current: await tables.create('standing', sql`from ${currentItems(rules)}`) }
}

/** True of a portion with rows that break a rule. */
export function fails({ extracts }: Portion): boolean {
  return extracts.some(({ quarantined, warned }) => (quarantined ?? 0) + (warned ?? 0) > 0)
}

export const seqsOf = ({ extracts }: Portion) => extracts.map(({ seq }) => seq)

const nothingFailing = sql`select null::varchar as cause, null::varchar as item, null::varchar as rule,
  null::varchar as field, null::varchar as code, null::varchar as key, null::integer as extract, null::bigint as line,
  null::varchar as content, null::varchar as column_name, null::bigint as place where false`

/** The rows that the portion mends; `failed` are those that fail in it, with their objections. */
export async function correctedItems(
  work: Work,
  compared: Compared,
  failed: Relation,
): Promise<Relation | undefined> {
  const { platform, dataset, portion } = work
  const { last } = portion
  if (!portion.applied || !(await anyOpen(work, compared, failed))) return undefined
  const raw = await broughtTo(platform, 'raw', dataset, seqsOf(portion))
  const overtaken = await overtakenBy(platform.ledger.db, dataset.id, last.seq, last.asOf)
  // What was said later than this was taken is not mended by it.
  const newer = overtaken.length > 0 ? sql`by_extract not in (${literals(overtaken)})` : sql`true`
  if (last.mode === 'full') return correctedByDump(compared, presentKeys(dataset, raw), newer)
  const accepted = await broughtTo(platform, 'std', dataset, seqsOf(portion))
  if (!accepted || !raw) return undefined
  const delivered = { accepted, raw, ...(await soughtFor(work, compared, failed)) }
  return correctedByDelta(compared, failed, passes(await namingOf(platform, dataset), delivered), newer)
}

async function anyOpen({ session }: Work, { current }: Compared, failed: Relation): Promise<boolean> {
  const [row] = await session.rows(
    sql`(select 1 from ${current} where ${isOpenItem()} limit 1) union all (select 1 from ${failed} limit 1)`,
  )
  return row !== undefined
}

/** By which names the rows of a delta are looked for. */
async function soughtFor(
  { session }: Work,
  { current }: Compared,
  failed: Relation,
): Promise<{ keys: Relation | undefined; variants: Variant[] }> {
  const sought = sql`(select field, key from ${current} where ${isOpenItem()} union all select field, key from ${failed})`
  const variants = await session.rows<{ field: string | null; keyless: boolean }>(
    sql`select distinct field, key is null as keyless from ${sought} order by all`,
  )
  // Records that could not be read at all may be known by a key of which only the name is kept.
  const unread = variants.some(({ field }) => field === null)
  return {
    keys: unread ? undefined : sql`(select distinct key from ${sought} where key is not null)`,
    variants: variants.flatMap(({ field, keyless }) => (field === null ? [] : [{ field, keyless }])),
  }
}

function presentKeys(dataset: Dataset, raw: Relation | undefined): Relation {
  return raw
    ? sql`(select distinct upper(trim(${sql.id(dataset.key)})) as key from ${raw})`
    : sql`(select null::varchar as key where false)`
}

function literals(numbers: number[]): Relation {
  return sql.join(numbers.map((each) => sql.lit(each)))
}
