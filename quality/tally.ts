import { sql } from 'kysely'
import { nonNullItems } from '../warehouse/engine/functions.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { TemporaryTables } from '../warehouse/engine/temporary.ts'
import type { RuleInstance } from './rules/instance.ts'
import { anyBit, maskColumn, rejects, type Scan, words } from './scan.ts'

/** The judged rows put together by what was found: far fewer than there are rows, and all that counts ask for. */
export interface Tally {
  /** Temporary table: `city`, `ended` (a deletion), a mask per word, `extract`, and how many `rows` there are. */
  counts: Relation
  /** Temporary table: for every mask of a failing row, its `violations`. */
  violations: Relation
  dispose(): Promise<void>
}

/** Counts the judged rows and puts their violations in words, once for every combination that occurs. */
export async function tallyOf(session: Session, scan: Scan): Promise<Tally> {
  const masks = sql.join(words(scan).map(maskColumn))
  const tables = new TemporaryTables(session, 'tally')
  const dispose = () => tables.drop()
  try {
    const counts = await tables.create(
      'counts',
      sql`select city, _op is not distinct from 'D' as ended, ${masks}, min(_extract) as extract, count(*) as rows
        from ${scan.judged} group by all`,
    )
    const violations = await tables.create(
      'violations',
      sql`select ${masks}, ${found(scan)} as violations
        from (select distinct ${masks} from ${counts} where ${anyBit(scan, () => true)})`,
    )
    return { counts, violations, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Rows accepted, rejected, and accepted with a warning. */
export async function countRows(
  session: Session,
  scan: Scan,
  tally: Tally,
): Promise<{ accepted: number; quarantined: number; warned: number }> {
  const rejected = anyBit(scan, rejects)
  const rows = (which: Expression) => sql`coalesce(sum(rows) filter (${which}), 0)::double`
  const [counted] = await session.rows<{ accepted: number; quarantined: number; warned: number }>(
    sql`select ${rows(sql`not ${rejected}`)} as accepted, ${rows(rejected)} as quarantined,
      ${rows(sql`not ${rejected} and ${anyBit(scan, () => true)}`)} as warned from ${tally.counts}`,
  )
  return counted ?? { accepted: 0, quarantined: 0, warned: 0 }
}

function found(scan: Scan): Expression {
  const each = scan.rules.map(
    (rule) => sql`case when ${anyBit(scan, (other) => other === rule)} then ${violation(rule)} end`,
  )
  return nonNullItems(each)
}

function violation({ id, field, code, severity }: RuleInstance): Expression {
  return sql`{'rule': ${sql.lit(id)}, 'field': ${sql.lit(field)}, 'code': ${sql.lit(code)}, 'severity': ${sql.lit(severity)}}`
}
