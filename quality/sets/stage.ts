import { sql } from 'kysely'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { anyBit, bitsOf, isFew, maskColumn, rejects, type Scan, words } from '../scan.ts'
import type { SetInput } from './input.ts'
import { isSetTest, type SetTest } from './tests.ts'

/** What the judgements of one extract's set rules share. */
export interface Sets {
  session: Session
  scan: Scan
  input: SetInput
  /** The judged rows, with every subject under its present key. */
  rows: Relation
  /** The extract has few enough rows to look up only what they name. */
  few: boolean
  /** Relations of `_line` and a mask per word: what each judgement found. */
  found: Relation[]
  /** Temporary tables to drop in the end. */
  tables: TemporaryTables
}

/** A set rule with its test, which is of the kinds `K`. */
export interface SetRuleOf<K extends SetTest['kind']> {
  rule: RuleInstance
  test: Extract<SetTest, { kind: K }>
}

/** The rules whose tests are of `kinds`. */
export function rulesOfKind<K extends SetTest['kind']>(rules: RuleInstance[], ...kinds: K[]): SetRuleOf<K>[] {
  return rules.flatMap((rule) => {
    const { test } = rule
    return isSetTest(test) && (kinds as string[]).includes(test.kind)
      ? [{ rule, test: test as Extract<SetTest, { kind: K }> }]
      : []
  })
}

/** Keeps the rows of a query in a temporary table, which spills, and gives its name. */
export function materialise({ tables }: Sets, query: Relation): Promise<Relation> {
  return tables.create('set', query)
}

/** What is read once: of few rows the query itself, else a temporary table of its rows. */
export async function readOnce(sets: Sets, query: Relation): Promise<Relation> {
  return isFew(sets.input.rows) ? sql`(${query})` : await materialise(sets, query)
}

/** The masks of a row of which, for each rule, the expression is true if the row breaks it. */
export function masks(scan: Scan, broken: { rule: RuleInstance; bad: Expression }[]): Expression {
  const columns = words(scan).map((word) => {
    const bits = broken.flatMap(({ rule, bad }) => {
      const bit = bitsOf(scan, word, (each) => each === rule)
      return bit === 0n ? [] : [sql`case when ${bad} then ${sql.lit(bit)}::bigint else 0::bigint end`]
    })
    return sql`${bits.length > 0 ? sql`(${sql.join(bits, sql` | `)})` : sql`0::bigint`} as ${maskColumn(word)}`
  })
  return sql.join(columns)
}

/** True of a row that a rule on single rows keeps out: it counts for nobody. */
export function rowRejected(scan: Scan): Expression {
  return anyBit(scan, (rule) => rejects(rule) && !isSetTest(rule.test))
}

/** True of a row in which one of the fields failed a rule of its own: nothing else is held against it. */
export function wrong(scan: Scan, fields: string[]): Expression {
  return anyBit(scan, (rule) => fields.includes(rule.field) && rejects(rule) && !isSetTest(rule.test))
}

/** Adds what was found to the masks of the judged rows, in one update. */
export async function merge(sets: Sets): Promise<void> {
  const { session, scan, found } = sets
  if (found.length === 0) return
  const every = words(scan).map(maskColumn)
  const all = sql.join(
    found.map((relation) => sql`select _line, ${sql.join(every)} from ${relation}`),
    sql` union all `,
  )
  const ors = sql.join(every.map((mask) => sql`bit_or(${mask}) as ${mask}`))
  const lines = await readOnce(sets, sql`select _line, ${ors} from (${all}) group by _line`)
  const set = sql.join(every.map((mask) => sql`${mask} = judged.${mask} | lines.${mask}`))
  await session.exec(
    sql`update ${scan.judged} as judged set ${set} from ${lines} as lines where judged._line = lines._line`,
  )
}
