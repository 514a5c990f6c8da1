import { type RawBuilder, sql } from 'kysely'
import { identityOf } from '../../catalog/dataset.ts'
import type { RuleInstance } from '../rules.ts'
import type { Scan } from '../scan.ts'
import { given } from './condition.ts'
import { keep, masks, rowRejected, rulesOfKind, type Sets } from './stage.ts'

type Expression = RawBuilder<unknown>

/**
 * Judges `unique`: every row of a key but the one that resolution keeps breaks it.
 * @returns the lines of the rows that another one of the same record replaces, where a rule needs them
 */
export async function judgeUnique(
  sets: Sets,
  rules: RuleInstance[],
  needed: boolean,
): Promise<Expression | undefined> {
  const { scan } = sets
  const identity = identityOf(scan.dataset)
  const tables = new Map<string, Expression>()
  const linesOf = async (fields: string[]) => {
    const id = fields.join('+')
    const lines = tables.get(id) ?? (await keep(sets, replaced(scan, fields)))
    tables.set(id, lines)
    return lines
  }
  for (const { rule, test } of rulesOfKind(rules, 'unique')) {
    const lines = await linesOf(test.fields)
    sets.found.push(sql`(select _line, ${masks(scan, [{ rule, bad: sql`true` }])} from ${lines})`)
  }
  return needed ? linesOf(identity) : undefined
}

/**
 * Every row of a key but the latest by event time, then by line. Rejected rows do not count. Equal hashes find the
 * few candidates first, so that only these are sorted.
 */
function replaced(scan: Scan, fields: string[]): Expression {
  const columns = sql.join(fields.map((field) => sql`${sql.id(field)}`))
  const shared = sql`(select hash(${columns}) as h from ${scan.judged} where ${given(fields)} group by h having count(*) > 1)`
  const latest = sql`${sql.id(scan.dataset.eventTime)} desc nulls last, _line desc`
  return sql`select _line from (
      select _line, row_number() over (partition by ${columns} order by ${latest}) as place
      from ${scan.judged} where ${given(fields)} and hash(${columns}) in ${shared} and not ${rowRejected(scan)})
    where place > 1`
}
