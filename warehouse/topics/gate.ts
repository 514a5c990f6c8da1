import { sql } from 'kysely'
import type { Topic, TopicCheck } from '../../catalog/topic.ts'
import type { TextFields } from '../../core/locale.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { BuiltTopic } from './build.ts'

/** Why a topic may not be published; the wording is under `code`. */
export interface TopicFinding {
  code: string
  fields: TextFields
}

/** Judges a topic before it is published, by its gate and the uniqueness of its key. Empty: it may be published. */
export async function checkTopic(
  session: Session,
  topic: Topic,
  built: BuiltTopic,
  last: { rows: number } | undefined,
): Promise<TopicFinding[]> {
  const least = Math.ceil((last?.rows ?? 0) * topic.gate.minShareOfLast)
  const findings: TopicFinding[] = []
  if (built.count < least) {
    const fields = { topic: topic.id, rows: built.count, last: last?.rows ?? 0, least, severity: 'error' }
    findings.push({ code: 'topics.shrunk', fields })
  }
  const checks = [
    { check: 'uniqueKey', columns: topic.key, query: duplicates(topic, built.rows) },
    ...topic.gate.checks.map((check) => ({
      check: check.kind,
      columns: columnsOf(check),
      query: failing(check, built),
    })),
  ]
  for (const { check, columns, query } of checks) {
    const [found] = await session.rows<{ n: number }>(sql`select count(*)::double as n from ${query}`)
    const failed = found?.n ?? 0
    if (failed === 0) continue
    const fields = { topic: topic.id, check, columns: columns.join(', '), failed, severity: 'error' }
    findings.push({ code: 'topics.check_failed', fields })
  }
  return findings
}

function duplicates(topic: Topic, rows: Relation): Relation {
  return sql`(select 1 from ${rows} group by ${sql.join(topic.key.map((id) => sql.id(id)))} having count(*) > 1)`
}

/** A row for every place that breaks the check. */
function failing(check: TopicCheck, { rows, tables }: BuiltTopic): Relation {
  const any = (columns: string[], bad: (column: Relation) => Relation) =>
    sql`(select 1 from ${rows} where ${sql.join(
      columns.map((column) => bad(sql`${sql.id(column)}`)),
      sql` or `,
    )})`
  switch (check.kind) {
    case 'notNegative':
      return any(check.columns, (column) => sql`${column} < 0`)
    case 'given':
      return any(check.columns, (column) => sql`${column} is null`)
    case 'equalSums':
      return sql`(select 1 from ${rows} group by ${sql.id(check.by)}
        having sum(${sql.id(check.left)}) is distinct from sum(${sql.id(check.right)}))`
    case 'oneRowEach':
      return sql`(select 1 where (select count(*) from ${rows}) <> (select count(*) from ${tables.of(check.input)}))`
    case 'together':
      return any([check.given], (column) => sql`(${column} is not null) <> (${sql.id(check.count)} > 0)`)
  }
}

function columnsOf(check: TopicCheck): string[] {
  switch (check.kind) {
    case 'notNegative':
    case 'given':
      return check.columns
    case 'equalSums':
      return [check.left, check.right]
    case 'oneRowEach':
      return [check.input]
    case 'together':
      return [check.count, check.given]
  }
}
