import { sql } from 'kysely'
import type { Severity } from '../../../catalog/rule_base.ts'
import { extractCodes } from '../../../quality/rules/kinds/index.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { Platform } from '../../platform.ts'
import { extractRows, type ReportedExtract } from './extracts.ts'

/** How many rows of one register and league a rule judged, and how many of them failed, in the effective extracts. */
export interface RuleCount {
  dataset: string
  division: string | null
  rule: string
  field: string | null
  code: string
  severity: Severity
  dimension: string
  indicator: string
  version: number
  checked: number
  failed: number
}

/** Counts over the effective extracts of the rules on rows that any row failed, from quality/history. */
export async function ruleCounts(platform: Platform, extracts: ReportedExtract[]): Promise<RuleCount[]> {
  const history = await historyRows(platform)
  if (!history) return []
  const ofExtracts = Object.keys(extractCodes).map((code) => sql.lit(code))
  return platform.engine.rows<RuleCount>(sql`
    select h.dataset, h.division, h.rule, any_value(h.field) as field, any_value(h.code) as code,
      max_by(h.severity, h._extract) as severity, max_by(h.dimension, h._extract) as dimension,
      max_by(h.indicator, h._extract) as indicator, coalesce(max(h.version), 1)::integer as version,
      sum(h.checked)::double as checked, sum(h.failed)::double as failed
    from ${history} as h join ${extractRows(extracts.filter(({ effective }) => effective))} as e using (dataset, _extract)
    where h.code not in (${sql.join(ofExtracts)})
    group by h.dataset, h.division, h.rule
    qualify sum(sum(h.failed)) over (partition by h.dataset, h.rule) > 0 order by all`)
}

/** Rows of one extract and league: those received are the ones whose key was asked for. */
export interface DivisionCount {
  dataset: string
  division: string
  extract: number
  received: number
}

/** Rows received by register, league or city, and extract. */
export async function divisionCounts(platform: Platform): Promise<DivisionCount[]> {
  const history = await historyRows(platform)
  if (!history) return []
  const keys = platform.catalogue.datasets.map(({ id, key }) => sql.lit(`${id}.${key}.required`))
  return platform.engine.rows<DivisionCount>(sql`
    select dataset, division, _extract as extract, sum(checked)::double as received from ${history}
    where rule in (${sql.join(keys)}) and division is not null group by all order by all`)
}

/** Quarantined rows of one register, league and extract: rejected ones, and those with warnings only. */
export interface FailingCount {
  dataset: string
  division: string | null
  extract: number
  rejected: number
  warned: number
}

/** Failing rows by register, league or city, and extract. A row counts once, whatever it failed. */
export async function failingCounts(platform: Platform): Promise<FailingCount[]> {
  const parts: Relation[] = []
  for (const { id } of platform.catalogue.datasets) {
    const table = platform.lake.table(`quarantine/${id}`)
    if (!(await table.exists())) continue
    parts.push(sql`select ${sql.lit(id)} as dataset, division, _extract as extract,
      (count(*) filter (rejected))::double as rejected, (count(*) filter (not rejected))::double as warned
      from ${table.select(await table.snapshot())} group by division, _extract`)
  }
  if (parts.length === 0) return []
  return platform.engine.rows<FailingCount>(sql`${sql.join(parts, sql` union all `)} order by all`)
}

/** Rows received and failing rows of one extract in one league or city. */
export type CountsAt = (
  dataset: string,
  extract: number,
  division: string,
) => { received: number; rejected: number; warned: number }

/** The counts by extract and division, to be looked up. */
export function countsAt(counts: { received: DivisionCount[]; failing: FailingCount[] }): CountsAt {
  const key = (dataset: string, extract: number, division: string | null) =>
    `${dataset} ${extract} ${division}`
  const received = new Map(
    counts.received.map((each) => [key(each.dataset, each.extract, each.division), each]),
  )
  const failing = new Map(
    counts.failing.map((each) => [key(each.dataset, each.extract, each.division), each]),
  )
  return (dataset, extract, division) => {
    const at = key(dataset, extract, division)
    const { rejected = 0, warned = 0 } = failing.get(at) ?? {}
    return { received: received.get(at)?.received ?? 0, rejected, warned }
  }
}

/** How a rule, or another source of the scores, did in a month. */
export interface Cause {
  department: string
  dataset: string | null
  division: string | null
  period: string
  dimension: string
  indicator: string
  source: string
  failed: number
}

/** What failed in these months, from quality/indicators: the parts of which every score is made. */
export async function causesIn(platform: Platform, periods: string[]): Promise<Cause[]> {
  const table = platform.lake.table('quality/indicators')
  if (periods.length === 0 || !(await table.exists())) return []
  return platform.engine.rows<Cause>(sql`
    select department, dataset, division, period, dimension, indicator, source, sum(failed)::double as failed
    from ${table.select(await table.snapshot())}
    where failed > 0 and period in (${sql.join(periods.map((each) => sql.lit(each)))})
    group by all order by all`)
}

async function historyRows(platform: Platform): Promise<Relation | undefined> {
  const table = platform.lake.table('quality/history')
  return (await table.exists()) ? table.select(await table.snapshot()) : undefined
}
