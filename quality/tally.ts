import { sql } from 'kysely'
import { nonNullItems } from '../warehouse/engine/functions.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { TemporaryTables } from '../warehouse/engine/temporary.ts'
import type { RuleInstance } from './rules/instance.ts'
import { anyBit, maskColumn, rejects, type Scan, words } from './scan.ts'

/** The judged rows put together by what was found: far fewer than there are rows, and all that counts ask for. */
export interface Tally {
  /** Temporary table: `extract`, `city`, `ended` (a deletion), a mask per word, and how many `rows` there are. */
  counts: Relation
  /** For every mask of a failing row, its `violations`; of few rows it is a query, else a temporary table. */
  violations: Relation
  dispose(): Promise<void>
}

/**
 * Counts the judged rows and puts their violations in words, once for every combination that occurs.
 * @param few whether there are so few rows that nothing is gained by keeping what is read once
 */
export async function tallyOf(session: Session, scan: Scan, few: boolean): Promise<Tally> {
  const masks = sql.join(words(scan).map(maskColumn))
  const tables = new TemporaryTables(session, 'tally')
  const dispose = () => tables.drop()
  try {
    const counts = await tables.create(
      'counts',
      sql`select _extract as extract, city, _op is not distinct from 'D' as ended, ${masks}, count(*) as rows
        from ${scan.judged} group by all`,
    )
    const violations = sql`select ${masks}, ${found(scan)} as violations
      from (select distinct ${masks} from ${counts} where ${anyBit(scan, () => true)})`
    return {
      counts,
      violations: few ? sql`(${violations})` : await tables.create('violations', violations),
      dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** What was found of one extract: how many rows, and how many break each of the rules that were asked for. */
export interface Figures {
  extract: number
  /** Of no violation, or of warnings only. */
  accepted: number
  rejected: number
  /** Accepted with a warning. */
  warned: number
  /** Rows that break a rule, in the order of `asked`. */
  broken: { rule: RuleInstance; rows: number }[]
}

/**
 * The figures of every extract that has rows, in the order of the extracts.
 * @param asked rules of which it is asked how many rows break them
 */
export async function figuresOf(
  session: Session,
  scan: Scan,
  tally: Tally,
  asked: RuleInstance[],
): Promise<Figures[]> {
  const rejected = anyBit(scan, rejects)
  const rows = (which: Expression) => sql`coalesce(sum(rows) filter (${which}), 0)::double`
  const broken = asked.map(
    (rule, at) => sql`${rows(anyBit(scan, (each) => each === rule))} as ${sql.id(`broken${at}`)}`,
  )
  const columns = [
    sql`extract::integer as extract`,
    sql`${rows(sql`not ${rejected}`)} as accepted`,
    sql`${rows(rejected)} as rejected`,
    sql`${rows(sql`not ${rejected} and ${anyBit(scan, () => true)}`)} as warned`,
    ...broken,
  ]
  const found = await session.rows<Record<string, number>>(
    sql`select ${sql.join(columns)} from ${tally.counts} group by 1 order by 1`,
  )
  return found.map((row) => ({
    extract: Number(row.extract),
    accepted: Number(row.accepted),
    rejected: Number(row.rejected),
    warned: Number(row.warned),
    broken: asked.map((rule, at) => ({ rule, rows: Number(row[`broken${at}`]) })),
  }))
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
