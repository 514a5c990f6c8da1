import { sql } from 'kysely'
import { dayOf } from '../core/day.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { values } from '../warehouse/engine/values.ts'
import { historyColumns } from '../warehouse/tables/quality.ts'
import type { RuleInstance } from './rules/instance.ts'
import { anyBit, judgedOnDelete, type Scan } from './scan.ts'
import type { Tally } from './tally.ts'

interface Counted {
  extract: number
  city: string | null
  rows: number
  live: number
}
/** What the history says of an extract besides its counts. */
export interface HistoryFacts {
  /** Digest of all the rules that judged the extract. */
  ruleset: string
  /** YYYY-MM, see `periodOf`. */
  period?: string | undefined
  mode?: 'full' | 'delta' | undefined
  /** Version of each rule by its id; 1 where it names none. */
  versions?: Map<string, number> | undefined
}

/** The month of an instant in China, YYYY-MM: the period of an extract that speaks of it. */
export function periodOf(asOf: Date | undefined): string | undefined {
  return asOf && dayOf(asOf).slice(0, 7)
}

type Failed = { city: string | null } & Record<string, number | string | null>

/** quality/history's shape as a relation of values: checked and failed rows by rule and league or city. */
export async function historyOf(
  session: Session,
  scan: Scan,
  tally: Tally,
  rules: RuleInstance[],
  facts: HistoryFacts,
): Promise<Relation> {
  const cities = await session.rows<Counted>(
    sql`select min(extract) as extract, city, sum(rows)::double as rows,
      coalesce(sum(rows) filter (not ended), 0)::double as live from ${tally.counts} group by 2 order by 2 nulls first`,
  )
  const sums = rules.map(
    (rule, at) =>
      sql`coalesce(sum(rows) filter (${anyBit(scan, (each) => each === rule)}), 0)::double as ${sql.id(`r${at}`)}`,
  )
  const failed = await session.rows<Failed>(
    sql`select city, ${sql.join(sums)} from ${tally.counts} where ${anyBit(scan, () => true)} group by city`,
  )
  const rows = cities.flatMap((each) => {
    const bad = failed.find((other) => other.city === each.city)
    return rules.map((rule, at) => {
      const checked = judgedOnDelete(scan.dataset, rule) ? each.rows : each.live
      return row(scan, each, rule, checked, Number(bad?.[`r${at}`] ?? 0), facts)
    })
  })
  return values(historyColumns(), rows)
}

function row(
  scan: Scan,
  counted: Counted,
  rule: RuleInstance,
  checked: number,
  failed: number,
  facts: HistoryFacts,
) {
  const { id, field, code, severity, dimension, indicator } = rule
  const { id: dataset, providingDepartment: department } = scan.dataset
  const about = { dataset, _extract: Number(counted.extract), department, division: counted.city }
  const judged = {
    version: facts.versions?.get(id) ?? 1,
    ruleset: facts.ruleset,
    period: facts.period,
    mode: facts.mode,
  }
  return { ...about, rule: id, field, code, severity, dimension, indicator, checked, failed, ...judged }
}
