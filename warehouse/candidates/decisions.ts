import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Expression } from '../engine/relation.ts'
import { isBefore, unretracted } from '../resolve/log.ts'

/** One row of decisions/<dataset>: what a person decided about a record without a usable key. Rows are only added. */
export interface Decision {
  seq: number
  action: 'decide' | 'none' | 'undo'
  /** The decision that is undone. */
  of: number | null
  /** Of the record; null: the record says too little to be known again, the decision is for this row only. */
  fingerprint: string | null
  key: string | null
  extract: number
  line: number
}

/** One decision as a query with the table's columns. */
export function decisionRow(decision: Decision): Expression {
  const { seq, action, of, fingerprint, key, extract, line } = decision
  return sql`select ${sql.lit(seq)}::integer as seq, ${sql.lit(action)} as action, ${sql.lit(of)}::integer as of,
    ${sql.lit(fingerprint)}::varchar as fingerprint, ${sql.lit(key)}::varchar as key,
    ${sql.lit(extract)}::integer as _extract, ${sql.lit(line)}::bigint as _line`
}

/** The decisions in force: those that no later one undoes. */
export function inForce(decisions: Expression): Expression {
  return sql`(select * from ${decisions} where action <> 'undo'
    and seq not in (select of from ${decisions} where action = 'undo' and of is not null))`
}

/** True of the decisions up to this one. */
export function decidedUpTo(seq: number): Expression {
  return sql`seq <= ${sql.lit(seq)}`
}

/** How `_repair` names the decision that gave a row its key. */
export function decisionMark(seq: Expression): Expression {
  return sql`'decision:' || ${seq}`
}

/** The rows of std/<dataset> that decision `seq` brought there and that nothing has taken back. */
export function rowsOfDecision(std: Expression, seq: number): Expression {
  const marked = sql`list_contains(string_split(_repair, ','), ${sql.lit(`decision:${seq}`)})`
  return sql`(select * from ${unretracted(std)} where ${marked})`
}

/** Rows for std/<dataset> that take back the rows of decision `seq`: the same rows with the operation R. */
export function retractions(std: Expression, seq: number): Expression {
  return sql`(select * replace ('R' as _op) from ${rowsOfDecision(std, seq)})`
}

/**
 * The state in which a rescued row enters the log: std's columns without `bucket`. It begins when the department says
 * so; where a full dump had already brought a later state of the record (its absence from the dump, for its key could
 * not be read), it begins when the dump was taken.
 * @param input.begun the accepted row with `_from` by event time
 */
export function rescuedRow(input: {
  identity: string[]
  begun: Expression
  std: Expression
  seq: number
  mode: 'full' | 'delta'
  asOf: Date
}): Expression {
  const { identity, begun, std, seq, mode, asOf } = input
  if (mode === 'delta') return sql`(select * from ${begun})`
  const same = sql.join(
    identity.map((field) => sql`${sql.id('s', field)} = ${sql.id('b', field)}`),
    sql` and `,
  )
  const taken = sql`${sql.lit(asOf.toISOString())}::timestamptz`
  const overtaken = sql`exists (select 1 from ${unretracted(std)} as s where ${same} and (_extract = ${sql.lit(seq)} or ${isBefore({ asOf, seq })})
    and s._from > b._from and s._from <= ${taken})`
  return sql`(select * replace (case when ${overtaken} then ${taken} else _from end as _from) from ${begun} as b)`
}

/** The raw fields of quarantined rows, as columns, from their JSON: raw/<dataset>'s shape without `_extra`. */
export function receivedFields(dataset: Dataset, quarantine: Expression): Expression {
  const fields = dataset.fields.map(
    ({ id }) => sql`json_extract_string(raw, ${sql.lit(`$.${id}`)}) as ${sql.id(id)}`,
  )
  return sql`(select _extract, _line, _op, ${sql.join(fields)} from ${quarantine})`
}
