import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Session } from '../warehouse/engine/engine.ts'
import type { RuleInstance } from './rules.ts'
import { anyBit, bitsOf, identity, maskColumn, rejects, type Scan, words } from './scan.ts'

type Expression = RawBuilder<unknown>

/** For each referenced dataset, its valid keys as rows of `key`. */
export type References = Record<string, RawBuilder<unknown>>

/** True when the rule can be judged: a reference needs every dataset that it names. */
export function canJudge(rule: RuleInstance, references: References): boolean {
  return rule.test.kind !== 'reference' || rule.test.datasets.every((id) => id in references)
}

/** Judges the set rules and adds their bits to the failing table. Reads only the columns that they need. */
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
  return sql`select _line from ${scan.rows} as judged where ${value} is not null and _op is distinct from 'D'
    and _line not in ${alreadyWrong(scan, rule.field)}
    and not exists (select 1 from (${known}) as known where known.key = judged.${value})`
}

/** Rows whose value of `field` failed a rule of its own: nothing is held against a value that is wrong in itself. */
function alreadyWrong(scan: Scan, field: string): Expression {
  const own = (rule: RuleInstance) => rule.field === field && rejects(rule)
  return sql`(select _line from ${scan.failing} where ${anyBit(scan, own)})`
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
  const shared = sql`(select hash(${columns}) as h from ${scan.rows} where ${given} group by h having count(*) > 1)`
  const out = sql`(select _line from ${scan.failing} where ${anyBit(scan, rejects)})`
  return sql`select _line from (
      select _line, row_number() over (partition by ${columns} order by ${sql.id(scan.dataset.eventTime)} desc nulls last, _line desc) as place
      from ${scan.rows} where ${given} and hash(${columns}) in ${shared} and _line not in ${out})
    where place > 1`
}

async function mark(session: Session, scan: Scan, rule: RuleInstance, found: Expression): Promise<void> {
  const bit = (word: number) => sql.lit(bitsOf(scan, word, (each) => each === rule))
  const marked = words(scan).map((word) => sql`${maskColumn(word)} = ${maskColumn(word)} | ${bit(word)}`)
  await session.exec(
    sql`update ${scan.failing} set ${sql.join(marked)} where _line in (select _line from ${found})`,
  )
  const masks = words(scan).map((word) => sql`${bit(word)}::bigint`)
  await session.exec(sql`insert into ${scan.failing} select ${sql.join([...identity(scan), ...masks])} from ${scan.rows}
    where _line in (select _line from ${found} except select _line from ${scan.failing})`)
}
