import { type RawBuilder, sql } from 'kysely'
import type { RuleInstance } from '../rules.ts'
import { anyBit } from '../scan.ts'
import { given, meets } from './condition.ts'
import { groupBy } from './group_by.ts'
import { poolOf } from './pool.ts'
import { keep, masks, rulesOfKind, type SetRuleOf, type Sets } from './stage.ts'

type Expression = RawBuilder<unknown>
type GroupKind = 'single' | 'overlap' | 'sequence' | 'total'
type GroupRule = SetRuleOf<GroupKind>

/** The rules on groups of records. */
export const groupRules = (rules: RuleInstance[]): GroupRule[] =>
  rulesOfKind<GroupKind>(rules, 'single', 'overlap', 'sequence', 'total')

/**
 * Judges the rules on records with the same values in some fields. Rules on the same fields share one partition: the
 * groups of more than one record are found by their hash, and only these are sorted.
 */
export async function judgeGroups(sets: Sets, rules: GroupRule[], replaced: Expression): Promise<void> {
  const parts = groupBy(rules, ({ test }) => [...test.fields].sort().join('+'))
  for (const [, part] of parts) {
    const fields = part[0]?.test.fields ?? []
    sets.found.push(await keep(sets, partition(sets, fields, part, replaced)))
  }
}

function partition(sets: Sets, fields: string[], rules: GroupRule[], replaced: Expression): Expression {
  const { asOf } = sets.input
  const columns = [...new Set([...fields, ...rules.flatMap(({ test }) => fieldsOf(test))])]
  const pool = poolOf(sets, replaced, columns, { fields, of: fields })
  const group = sql.join(fields.map((field) => sql`${sql.id(field)}`))
  const meant = rules.map(({ test }, at) => sql`${applies(test, asOf)} as ${sql.id(`meant${at}`)}`)
  const any = sql.join(
    rules.map((_, at) => sql`${sql.id(`meant${at}`)}`),
    sql` or `,
  )
  // A total may be outside its limits in a group of one, every other rule needs two.
  const alone = rules.some(({ test }) => test.kind === 'total')
  const shared = sql`hash(${group}) in (select hash(${group}) as h from pool group by h having count(*) > 1)`
  const broken = rules.map(({ rule, test }, at) => ({
    rule,
    bad: sql`(${sql.id(`meant${at}`)} and coalesce(${bad(test, group, sql`${sql.id(`meant${at}`)}`)}, false))`,
  }))
  const windows = sql`select _line, ${masks(sets.scan, broken)} from pool ${alone ? sql`` : sql`where ${shared}`}`
  const nonzero = sql`_line is not null and ${anyBit(sets.scan, () => true)}`
  return sql`with pool as materialized (select * from (select *, ${sql.join(meant)} from ${pool} where ${given(fields)}) where ${any})
    select * from (${windows}) where ${nonzero}`
}

function fieldsOf(test: GroupRule['test']): string[] {
  const conditions = test.when.map(({ field }) => field)
  if (test.kind === 'overlap') return [test.from, test.until, ...conditions]
  if (test.kind === 'sequence') return [test.field, test.order, ...conditions]
  return test.kind === 'total' ? [test.field, ...conditions] : conditions
}

/** True of a record that the rule speaks of. */
function applies(test: GroupRule['test'], asOf: Date | undefined): Expression {
  const when = meets(test.when, asOf)
  if (test.kind === 'single') return when
  if (test.kind === 'overlap') {
    const [from, until] = [day(test.from), day(test.until)]
    return sql`(${when} and ${from} is not null and (${until} is null or ${until} > ${from}))`
  }
  return sql`(${when} and ${given(test.kind === 'sequence' ? [test.field, test.order] : [test.field])})`
}

/** True of a record that breaks the rule in its group; `meant` marks those of the group that count. */
function bad(test: GroupRule['test'], group: Expression, meant: Expression): Expression {
  switch (test.kind) {
    case 'single':
      return sql`count(*) filter (${meant}) over (partition by ${group}) > 1`
    case 'total': {
      const sum = sql`sum(${sql.id(test.field)}) filter (${meant}) over (partition by ${group})`
      const low = test.min === undefined ? sql`false` : sql`${sum} < ${sql.lit(test.min)}`
      return test.max === undefined ? low : sql`(${low} or ${sum} > ${sql.lit(test.max)})`
    }
    case 'sequence': {
      const value = sql`${sql.id(test.field)}`
      const before = sql`max(${value}) filter (${meant}) over (partition by ${group} order by ${sql.id(test.order)}
        range between unbounded preceding and current row exclude group)`
      return test.strict ? sql`${before} >= ${value}` : sql`${before} > ${value}`
    }
    case 'overlap':
      return overlaps(test, group, meant)
  }
}

/** Sorted by its beginning, a period overlaps an earlier one that ends after it begins, or the next that begins before it ends. */
function overlaps(
  test: Extract<GroupRule['test'], { kind: 'overlap' }>,
  group: Expression,
  meant: Expression,
): Expression {
  const from = sql`case when ${meant} then ${day(test.from)} end`
  const end = sql`coalesce(${day(test.until)}, 'infinity'::date)`
  const window = sql`partition by ${group} order by ${from}`
  return sql`(max(${end}) filter (${meant}) over (${window} rows between unbounded preceding and 1 preceding) > ${day(test.from)}
    or min(${day(test.from)}) filter (${meant}) over (${window} rows between 1 following and unbounded following) < ${end})`
}

function day(field: string): Expression {
  return sql`${sql.id(field)}::date`
}
