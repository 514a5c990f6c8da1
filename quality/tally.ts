import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Session } from '../warehouse/engine/engine.ts'
import { listOfKnown } from '../warehouse/engine/functions.ts'
import type { Expression } from '../warehouse/engine/relation.ts'
import type { RuleInstance } from './rules.ts'
import { anyBit, maskColumn, rejects, type Scan, words } from './scan.ts'

/** The judged rows put together by what was found: far fewer than there are rows, and all that counts ask for. */
export interface Tally {
  /** Temporary table: `city`, `ended` (a deletion), a mask per word, `extract`, and how many `rows` there are. */
  counts: Expression
  /** Temporary table: for every mask of a failing row, its `violations`. */
  violations: Expression
  dispose(): Promise<void>
}

/** Counts the judged rows and puts their violations in words, once for every combination that occurs. */
export async function tallyOf(session: Session, scan: Scan): Promise<Tally> {
  const counts = sql`${sql.id(`tally_${randomUUID()}`)}`
  const violations = sql`${sql.id(`violations_${randomUUID()}`)}`
  const masks = sql.join(words(scan).map(maskColumn))
  const dispose = async () => {
    await session.exec(sql`drop table if exists ${counts}`)
    await session.exec(sql`drop table if exists ${violations}`)
  }
  try {
    await session.exec(sql`create temp table ${counts} as select city, _op is not distinct from 'D' as ended, ${masks},
      min(_extract) as extract, count(*) as rows from ${scan.judged} group by all`)
    await session.exec(sql`create temp table ${violations} as select ${masks}, ${found(scan)} as violations
      from (select distinct ${masks} from ${counts} where ${anyBit(scan, () => true)})`)
  } catch (error) {
    await dispose()
    throw error
  }
  return { counts, violations, dispose }
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
  return listOfKnown(each)
}

function violation({ id, field, code, severity }: RuleInstance): Expression {
  return sql`{'rule': ${sql.lit(id)}, 'field': ${sql.lit(field)}, 'code': ${sql.lit(code)}, 'severity': ${sql.lit(severity)}}`
}
