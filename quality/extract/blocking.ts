import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'

/** A rule of severity `block` that rows of an extract break. */
export interface BlockingRule {
  rule: string
  field: string
  code: string
  failed: number
}

/** The rules of severity `block` that rows break, in the order of their ids. @param history rows in quality/history's shape */
export function blockingRules(session: Session, history: Relation): Promise<BlockingRule[]> {
  return session.rows<BlockingRule>(
    sql`select rule, field, code, sum(failed)::double as failed from ${history}
      where severity = 'block' group by rule, field, code having sum(failed) > 0 order by rule`,
  )
}
