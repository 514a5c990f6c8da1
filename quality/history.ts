import { type RawBuilder, sql } from 'kysely'
import type { Session } from '../warehouse/engine/engine.ts'
import type { RuleInstance } from './rules.ts'
import { anyBit, judgedOnDelete, type Scan } from './scan.ts'

interface Counted {
  extract: number
  city: string | null
  rows: number
  live: number
}
type Failed = { city: string | null } & Record<string, number | string | null>

/** quality/history's shape as a relation of values: checked and failed rows by rule and league or city. */
export async function historyOf(
  session: Session,
  scan: Scan,
  rules: RuleInstance[],
): Promise<RawBuilder<unknown>> {
  const cities = await session.rows<Counted>(
    sql`select min(_extract) as extract, city, count(*)::double as rows,
      (count(*) filter (_op is distinct from 'D'))::double as live from ${scan.judged} group by 2 order by 2 nulls first`,
  )
  const sums = rules.map(
    (rule, at) =>
      sql`(count(*) filter (${anyBit(scan, (each) => each === rule)}))::double as ${sql.id(`r${at}`)}`,
  )
  const failed = await session.rows<Failed>(
    sql`select city, ${sql.join(sums)} from ${scan.failing} group by city`,
  )
  const rows = cities.flatMap((each) => {
    const bad = failed.find((other) => other.city === each.city)
    return rules.map((rule, at) => {
      const checked = judgedOnDelete(scan.dataset, rule) ? each.rows : each.live
      return row(scan, each, rule, checked, Number(bad?.[`r${at}`] ?? 0))
    })
  })
  const { where, values } =
    rows.length > 0 ? { where: sql`true`, values: rows } : { where: sql`false`, values: [empty] }
  return sql`(select dataset::varchar as dataset, _extract::integer as _extract, department::varchar as department,
    division::varchar as division, rule::varchar as rule, field::varchar as field, code::varchar as code,
    severity::varchar as severity, dimension::varchar as dimension, indicator::varchar as indicator,
    checked::bigint as checked, failed::bigint as failed
    from (values ${sql.join(values)}) as history (dataset, _extract, department, division, rule, field, code,
      severity, dimension, indicator, checked, failed) where ${where})`
}

const empty = sql`('', 0, '', '', '', '', '', '', '', '', 0, 0)`

function row(
  scan: Scan,
  counted: Counted,
  rule: RuleInstance,
  checked: number,
  failed: number,
): RawBuilder<unknown> {
  const { id, field, code, severity, dimension, indicator } = rule
  const { dataset } = scan
  const items = [
    dataset.id,
    Number(counted.extract),
    dataset.providingDepartment,
    counted.city,
    id,
    field,
    code,
  ]
  const rest = [severity, dimension, indicator, checked, failed]
  return sql`(${sql.join([...items, ...rest].map((item) => sql.lit(item)))})`
}
