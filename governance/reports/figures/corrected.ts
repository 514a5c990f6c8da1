import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { correctedRows } from '../../objections/rows/corrected.ts'
import type { Platform } from '../../platform.ts'
import type { FailingCount, RuleCount } from './counts.ts'
import type { ReportedExtract } from './extracts.ts'

/** Failing rows of the effective extracts that a later delta put right: they wait for nobody. */
export interface Corrected {
  /** `_extract, _line` by register. */
  rows: ReadonlyMap<string, Relation>
  failing: FailingCount[]
  rules: Pick<RuleCount, 'dataset' | 'division' | 'rule' | 'failed'>[]
}

/** Looks for them in every register; the rows are in temporary tables. */
export async function findCorrected(
  platform: Platform,
  extracts: ReadonlyMap<string, ReportedExtract[]>,
  tables: TemporaryTables,
): Promise<Corrected> {
  const found = {
    rows: new Map<string, Relation>(),
    failing: [] as FailingCount[],
    rules: [] as Corrected['rules'],
  }
  for (const dataset of platform.catalogue.datasets) {
    const rows = await correctedIn(platform, dataset, extracts.get(dataset.id) ?? [], tables)
    if (!rows) continue
    const table = platform.lake.table(`quarantine/${dataset.id}`)
    const failing = sql`(from ${table.select(await table.snapshot())} semi join ${rows} using (_extract, _line))`
    const own = { dataset: sql`${sql.lit(dataset.id)} as dataset, division` }
    found.rows.set(dataset.id, rows)
    found.failing.push(
      ...(await platform.engine.rows<FailingCount>(sql`select ${own.dataset}, _extract as extract,
        (count(*) filter (rejected))::double as rejected, (count(*) filter (not rejected))::double as warned
        from ${failing} group by all order by all`)),
    )
    found.rules.push(
      ...(await platform.engine.rows<Corrected['rules'][number]>(sql`select ${own.dataset}, rule,
        count(*)::double as failed from (select division, unnest(violations).rule as rule from ${failing})
        group by all order by all`)),
    )
  }
  return found
}

/** Of one register; undefined where no delta may have put anything right. */
async function correctedIn(
  { lake, catalogue }: Platform,
  dataset: Dataset,
  extracts: ReportedExtract[],
  tables: TemporaryTables,
): Promise<Relation | undefined> {
  const effective = extracts
    .filter((extract) => extract.effective)
    .map(({ seq, asOf, mode, status }) => ({
      seq,
      asOf,
      corrects: mode === 'delta' && status === 'ingested',
    }))
  if (!effective.some(({ corrects }) => corrects)) return undefined
  const [quarantine, std, raw] = ['quarantine', 'std', 'raw'].map((layer) =>
    lake.table(`${layer}/${dataset.id}`),
  )
  if (!quarantine || !std || !raw) return undefined
  for (const table of [quarantine, std, raw]) if (!(await table.exists())) return undefined
  const registerTables = {
    quarantine: quarantine.select(await quarantine.snapshot()),
    std: std.select(await std.snapshot()),
    raw: raw.select(await raw.snapshot()),
  }
  const rows = correctedRows({ catalogue, dataset }, { ...registerTables, extracts: effective })
  return (await tables.createUnlessEmpty(dataset.id, sql`from ${rows}`)) ?? undefined
}

/** The counts without the rows that were put right since. */
export function uncorrectedCounts(counts: FailingCount[], { failing }: Corrected): FailingCount[] {
  const key = (each: FailingCount) => `${each.dataset} ${each.extract} ${each.division}`
  const gone = new Map(failing.map((each) => [key(each), each]))
  return counts.map((each) => {
    const { rejected = 0, warned = 0 } = gone.get(key(each)) ?? {}
    return { ...each, rejected: each.rejected - rejected, warned: each.warned - warned }
  })
}

/** The same of the counts by rule. */
export function uncorrectedRules(counts: RuleCount[], { rules }: Corrected): RuleCount[] {
  const key = (each: Corrected['rules'][number]) => `${each.rule} ${each.division}`
  const gone = new Map(rules.map((each) => [key(each), each.failed]))
  return counts.map((each) => ({ ...each, failed: each.failed - (gone.get(key(each)) ?? 0) }))
}
