import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Session } from '../warehouse/engine/engine.ts'
import type { RuleInstance } from './rules.ts'
import { anyBit, bitsOf, maskColumn, rejects, type Scan, words } from './scan.ts'

type Expression = RawBuilder<unknown>

/** For each referenced dataset, its valid keys as rows of `key`. */
export type References = Record<string, RawBuilder<unknown>>

/** True when the rule can be judged: a reference needs every dataset that it names. */
export function canJudge(rule: RuleInstance, references: References): boolean {
  return rule.test.kind !== 'reference' || rule.test.datasets.every((id) => id in references)
}

/** Judges the set rules and adds their bits to the masks. Reads only the columns that they need. */
export async function judgeSets(
  session: Session,
  scan: Scan,
  rules: RuleInstance[],
  references: References,
): Promise<void> {
  for (const rule of rules) {
    const lines = linesOf(scan, rule, references)
    if (!lines) continue
    const found = sql`${sql.id(`set_${randomUUID()}`)}`
    await session.exec(sql`create temp table ${found} as ${lines}`)
    await mark(session, scan, rule, found)
    await session.exec(sql`drop table ${found}`)
  }
}

function linesOf(scan: Scan, rule: RuleInstance, references: References): Expression | undefined {
  if (rule.test.kind === 'unique') return duplicates(scan, rule.test.fields)
  if (rule.test.kind !== 'reference' || !canJudge(rule, references)) return undefined
  const keys = rule.test.datasets.flatMap((id) => references[id] ?? [])
  const known = sql.join(
    keys.map((relation) => sql`select key from ${relation}`),
    sql` union all `,
  )
  const value = sql`${sql.id(rule.field)}`
  return sql`select _line from ${scan.judged} as judged where ${value} is not null and _op is distinct from 'D'
    and not ${alreadyWrong(scan, rule.field)}
    and not exists (select 1 from (${known}) as known where known.key = judged.${value})`
}

/** True of a value of `field` that failed a rule of its own: nothing else is held against it. */
function alreadyWrong(scan: Scan, field: string): Expression {
  return anyBit(scan, (rule) => rule.field === field && rejects(rule))
}

/**
 * Every row of a key but the one that resolution keeps: the latest by event time, then by line. Rejected rows
 * do not count. Equal hashes find the few candidates first, so that only these are sorted.
 */
function duplicates(scan: Scan, fields: string[]): Expression {
  const columns = sql.join(fields.map((field) => sql`${sql.id(field)}`))
  const given = sql.join(
    fields.map((field) => sql`${sql.id(field)} is not null`),
    sql` and `,
  )
  const shared = sql`(select hash(${columns}) as h from ${scan.judged} where ${given} group by h having count(*) > 1)`
  return sql`select _line from (
      select _line, row_number() over (partition by ${columns} order by ${sql.id(scan.dataset.eventTime)} desc nulls last, _line desc) as place
      from ${scan.judged} where ${given} and hash(${columns}) in ${shared} and not ${anyBit(scan, rejects)})
    where place > 1`
}

async function mark(session: Session, scan: Scan, rule: RuleInstance, found: Expression): Promise<void> {
  const marked = words(scan).flatMap((word) => {
    const bits = bitsOf(scan, word, (each) => each === rule)
    return bits === 0n ? [] : [sql`${maskColumn(word)} = ${maskColumn(word)} | ${sql.lit(bits)}`]
  })
  await session.exec(
    sql`update ${scan.judged} set ${sql.join(marked)} where _line in (select _line from ${found})`,
  )
}
