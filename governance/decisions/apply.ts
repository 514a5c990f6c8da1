import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { isSetRule } from '../../catalog/rule.ts'
import { platformKeys } from '../../exchange/keys.ts'
import { judge } from '../../quality/judge.ts'
import { decisionMark, inForce } from '../../warehouse/candidates/decisions.ts'
import { fingerprintOf } from '../../warehouse/candidates/fingerprint.ts'
import { hasNoUsableKey } from '../../warehouse/candidates/waiting.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { Platform } from '../platform.ts'

/** An extract whose records without a usable key have the keys that people decided on. */
export interface Applied {
  /** The rows to judge, in the shape in which they were given. */
  raw: Relation
  /** Lines that got their key from a decision. */
  lines: { line: number; decision: number }[]
  /** The accepted rows of judging `raw`, with `decision:<number>` in the `_repair` of those lines. */
  accepted(rows: Relation): Relation
  /** The quarantined rows of judging `raw`, with the key as it was received. */
  quarantined(rows: Relation): Relation
  /** Drops the temporary table; `raw` cannot be read after it. */
  dispose(): Promise<void>
}

const unchanged = (raw: Relation): Applied => ({
  raw,
  lines: [],
  accepted: (rows) => rows,
  quarantined: (rows) => rows,
  dispose: async () => {},
})

/** Secret of the fingerprints of records. */
export async function fingerprintSecret(platform: Platform): Promise<Uint8Array> {
  return (await platformKeys(platform.paths.keys)).hashKeyFor('decisions')
}

/**
 * The decisions on a dataset's records that are in force, or were when decision `upTo` was the last; undefined when
 * there is none, at no cost.
 */
export async function decisionsInForce(
  platform: Platform,
  dataset: Dataset,
  upTo?: number,
): Promise<Relation | undefined> {
  const decisions = await storedDecisions(platform, dataset)
  if (!decisions || upTo === undefined) return decisions && inForce(decisions)
  return inForce(sql`(select * from ${decisions} where seq <= ${sql.lit(upTo)})`)
}

async function storedDecisions(platform: Platform, dataset: Dataset): Promise<Relation | undefined> {
  const table = platform.lake.table(`decisions/${dataset.id}`)
  if (!(await table.exists())) return undefined
  const snapshot = await table.snapshot()
  return snapshot.files.length > 0 ? table.select(snapshot) : undefined
}

/** Number of the last decision that was carried out before extract `seq` came to the log; undefined: there is none at all. */
export async function decisionsBefore(
  platform: Platform,
  dataset: Dataset,
  seq: number,
): Promise<number | undefined> {
  if (!(await storedDecisions(platform, dataset))) return undefined
  let last = 0
  for (const { txn } of await platform.lake.table(`std/${dataset.id}`).history()) {
    if (txn?.app === 'ingest' && txn.version >= seq) return last
    if (txn?.app === 'decision') last = Math.max(last, txn.version)
  }
  return last
}

/** Numbers of the decisions that were undone. */
export async function undoneDecisions(platform: Platform, dataset: Dataset): Promise<number[]> {
  const decisions = await storedDecisions(platform, dataset)
  if (!decisions) return []
  const rows = await platform.engine.rows<{ of: number }>(
    sql`select distinct of from ${decisions} where action = 'undo' and of is not null order by of`,
  )
  return rows.map(({ of }) => of)
}

/**
 * Fills in the keys that people decided on: a row with an unusable key whose fields are those of a decided record gets
 * the decided key. Never by likeness: only by a decision in force, and only where no other row of the extract without
 * a usable key looks the same. Without decisions the relation comes back as it is, at no cost.
 * @param raw rows of one extract in raw/<dataset>'s shape
 * @param judged when the extract was taken, and the last decision that counts (default: all)
 */
export async function applyDecisions(
  session: Session,
  platform: Platform,
  dataset: Dataset,
  raw: Relation,
  { asOf, upTo }: { asOf?: Date; upTo?: number | undefined } = {},
): Promise<Applied> {
  const decisions = await decisionsInForce(platform, dataset, upTo)
  if (!decisions) return unchanged(raw)
  const decided = sql`${sql.id(`decided_${randomUUID()}`)}`
  const dispose = () => session.exec(sql`drop table if exists ${decided}`)
  const secret = await fingerprintSecret(platform)
  await withUnusable(session, platform, dataset, { raw, asOf }, (unusable) =>
    session.exec(
      sql`create temp table ${decided} as ${decidedLines(dataset, raw, unusable, decisions, secret)}`,
    ),
  )
  const lines = await session.rows<{ line: number; decision: number }>(
    sql`select _line::double as line, decision from ${decided} order by _line`,
  )
  if (lines.length === 0) {
    await dispose()
    return unchanged(raw)
  }
  return { ...filled(dataset, raw, decided), lines, dispose }
}

/** Gives `work` the lines whose key is missing or cannot be right: the quality rules of the key alone judge them. */
async function withUnusable(
  session: Session,
  platform: Platform,
  dataset: Dataset,
  { raw, asOf }: { raw: Relation; asOf?: Date | undefined },
  work: (lines: Relation) => Promise<void>,
): Promise<void> {
  const only = keyOnly(dataset)
  const columns = ['_extract', '_line', '_op', ...only.fields.map(({ id }) => id)].map((name) => sql.id(name))
  const cut = sql`(select ${sql.join(columns)}, null::varchar as _extra from ${raw})`
  const judged = await judge(session, { catalogue: platform.catalogue, dataset: only, raw: cut, asOf })
  try {
    await work(sql`(select _line from ${judged.quarantined} where ${hasNoUsableKey(dataset)})`)
  } finally {
    await judged.dispose()
  }
}

/** The dataset with nothing but what its key is judged by. */
function keyOnly(dataset: Dataset): Dataset {
  const rules = dataset.rules.filter(
    (rule) => 'field' in rule && rule.field === dataset.key && !isSetRule(rule),
  )
  const others = rules.flatMap((rule) => ('kindField' in rule ? [String(rule.kindField)] : []))
  const needed = new Set([dataset.key, dataset.eventTime, ...others])
  return {
    ...dataset,
    recordKey: [],
    fields: dataset.fields.filter((field) => needed.has(field.id)),
    rules,
  }
}

function decidedLines(
  dataset: Dataset,
  raw: Relation,
  unusable: Relation,
  decisions: Relation,
  secret: Uint8Array,
): Relation {
  const fingerprint = fingerprintOf(dataset, secret)
  return sql`select f._line, f.received, d.key, d.seq as decision from (
      select *, count(*) over (partition by fingerprint) as alike from (
        select _line, ${sql.id(dataset.key)} as received, ${fingerprint} as fingerprint
        from ${raw} where _line in (select _line from ${unusable})))  as f
    join (select * from ${decisions} where action = 'decide') as d on f.fingerprint = d.fingerprint
    where f.alike = 1
    qualify row_number() over (partition by f._line order by d.seq desc) = 1`
}

function filled(
  dataset: Dataset,
  raw: Relation,
  decided: Relation,
): Pick<Applied, 'raw' | 'accepted' | 'quarantined'> {
  const key = sql.id(dataset.key)
  const on = (rows: Relation) => sql`${rows} as r left join ${decided} as d on r._line = d._line`
  const mark = sql`concat_ws(',', nullif(r._repair, ''), ${decisionMark(sql`d.decision`)})`
  const asReceived = sql`json_merge_patch(r.raw, json_object(${sql.lit(dataset.key)}, d.received))::varchar`
  return {
    raw: sql`(select r.* replace (coalesce(d.key, r.${key}) as ${key}) from ${on(raw)})`,
    accepted: (rows) =>
      sql`(select r.* replace (case when d._line is null then r._repair else ${mark} end as _repair) from ${on(rows)})`,
    quarantined: (rows) =>
      sql`(select r.* replace (case when d._line is null then r.raw else ${asReceived} end as raw) from ${on(rows)})`,
  }
}
