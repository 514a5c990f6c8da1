import { sql } from 'kysely'
import { z } from 'zod'
import { type Condition, conditionsSchema } from '../../../catalog/condition.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleBase, ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { given } from '../../sets/condition.ts'
import type { Plain } from '../../sets/plain.ts'
import type { GroupedTest, SetTest } from '../../sets/tests.ts'
import { setKind, violation } from '../kind.ts'

const fieldsSchema = z.array(idSchema).min(1)
const fieldsIn = (when: Condition[] | undefined): string[] => (when ?? []).map(({ field }) => field)
const test = <T extends SetTest>(of: T): T => of

/** One row of the extract a record. */
export const unique = setKind(
  'unique',
  { ...ruleBase, fields: fieldsSchema },
  {
    fieldsOf: ({ fields }) => fields,
    codes: {
      'unique.duplicate': violation('warn', 'duplication', {
        'zh-CN': '同一主键重复（全量中多于一条，增量中同一时间多于一条），仅保留最新一条',
        en: 'The key occurs more than once (in a delta: with the same time); only the latest row is kept',
      }),
    },
    testsOf: ({ fields }) => [
      { field: fields.join('+'), code: 'unique.duplicate', test: test({ kind: 'unique', fields }) },
    ],
  },
)

/** The record that `field` names by its key names this one in the same field. */
export const mutual = setKind(
  'mutual',
  { ...ruleOnField, when: conditionsSchema },
  {
    fieldsOf: ({ field, when }) => [field, ...fieldsIn(when)],
    codes: {
      'mutual.disagrees': violation('warn', 'related_data', {
        'zh-CN': '双方登记不一致：对方的记录没有指向本条',
        en: 'The two records disagree: the other one does not name this one',
      }),
    },
    testsOf: ({ field, when = [] }) => [
      { field, code: 'mutual.disagrees', test: test({ kind: 'mutual', field, when }) },
    ],
  },
)

/** How a rule on the records with the same values in some fields is judged. */
export interface GroupTest<T = never> {
  /** Fields that it reads beside those of the group and of its conditions. */
  reads: (test: T) => string[]
  /** True of a record that the rule speaks of; left out: of each that meets its conditions. */
  applies?: (test: T) => Expression
  /** A group of one record may break it. */
  alone?: boolean
  /** True of a record that breaks the rule in its group; `meant` marks those of the group that count. */
  bad: (test: T, group: Expression, meant: Expression) => Expression
  /** The slow reference: the record against the others of its group that count. */
  broken: (test: T, values: Plain, others: Plain[]) => boolean
}

type Of<K extends GroupedTest['kind']> = Extract<GroupedTest, { kind: K }>

const singleTest: GroupTest<Of<'single'>> = {
  reads: () => [],
  bad: (_, group, meant) => sql`count(*) filter (${meant}) over (partition by ${group}) > 1`,
  broken: (_, __, others) => others.length > 0,
}

/** Of the records with the same values in `fields`, one at most may be as `when` says. */
export const single = setKind(
  'single',
  { ...ruleBase, fields: fieldsSchema, when: conditionsSchema },
  {
    fieldsOf: ({ fields, when }) => [...fields, ...fieldsIn(when)],
    codes: {
      'single.conflict': violation('warn', 'uniqueness', {
        'zh-CN': '同一主体只能有一条有效记录，现有多条',
        en: 'More than one record is in force where there can be one only',
      }),
    },
    testsOf: ({ fields, when = [] }) => [
      { field: fields.join('+'), code: 'single.conflict', test: test({ kind: 'single', fields, when }) },
    ],
  },
)

const overlapTest: GroupTest<Of<'overlap'>> = {
  reads: ({ from, until }) => [from, until],
  applies(test) {
    const [from, until] = [day(test.from), day(test.until)]
    return sql`${from} is not null and (${until} is null or ${until} > ${from})`
  },
  /** Sorted by its beginning, a period overlaps an earlier one that ends after it begins, or the next that begins before it ends. */
  bad(test, group, meant) {
    const from = sql`case when ${meant} then ${day(test.from)} end`
    const end = sql`coalesce(${day(test.until)}, 'infinity'::date)`
    const window = sql`partition by ${group} order by ${from}`
    return sql`(max(${end}) filter (${meant}) over (${window} rows between unbounded preceding and 1 preceding) > ${day(test.from)}
    or min(${day(test.from)}) filter (${meant}) over (${window} rows between 1 following and unbounded following) < ${end})`
  },
  broken: (test, values, others) => others.some((other) => overlaps(test, values, other)),
}

function day(field: string): Expression {
  return sql`${sql.id(field)}::date`
}

function overlaps({ from, until }: Of<'overlap'>, a: Plain, b: Plain): boolean {
  const [start, otherStart] = [a[from] ?? null, b[from] ?? null]
  const [end, otherEnd] = [a[until] ?? '9999-12-31', b[until] ?? '9999-12-31']
  if (start === null || otherStart === null || end <= start || otherEnd <= otherStart) return false
  return start < otherEnd && otherStart < end
}

/** Periods of the records with the same values in `fields` do not overlap. Without an end they go on; an end is the first day that a period no longer covers. */
export const overlap = setKind(
  'overlap',
  { ...ruleBase, fields: fieldsSchema, from: idSchema, until: idSchema, when: conditionsSchema },
  {
    fieldsOf: ({ fields, from, until, when }) => [...fields, from, until, ...fieldsIn(when)],
    codes: {
      'period.overlap': violation('warn', 'period_correctness', {
        'zh-CN': '同一主体的两段期间重叠',
        en: 'The period overlaps with another one of the same subject',
      }),
    },
    testsOf: ({ fields, from, until, when = [] }) => [
      { field: from, code: 'period.overlap', test: test({ kind: 'overlap', fields, from, until, when }) },
    ],
  },
)

const sequenceTest: GroupTest<Of<'sequence'>> = {
  reads: ({ field, order }) => [field, order],
  applies: ({ field, order }) => given([field, order]),
  bad({ field, order, strict }, group, meant) {
    const value = sql`${sql.id(field)}`
    const before = sql`max(${value}) filter (${meant}) over (partition by ${group} order by ${sql.id(order)}
        range between unbounded preceding and current row exclude group)`
    return strict ? sql`${before} >= ${value}` : sql`${before} > ${value}`
  },
  broken: (test, values, others) => others.some((other) => isBehind(test, values, other)),
}

/** True of values that fall behind those of an earlier record. */
function isBehind(test: Of<'sequence'>, values: Plain, other: Plain): boolean {
  const [value, order] = [values[test.field] ?? null, values[test.order] ?? null]
  const [before, earlier] = [other[test.field] ?? null, other[test.order] ?? null]
  if (value === null || order === null || before === null || earlier === null || earlier >= order)
    return false
  return test.strict ? before >= value : before > value
}

/** In the order of `order` (default: the event time), the values of `field` do not fall; `strict`: they rise. */
export const sequence = setKind(
  'sequence',
  {
    ...ruleOnField,
    fields: fieldsSchema,
    order: idSchema.optional(),
    strict: z.boolean().optional(),
    when: conditionsSchema,
  },
  {
    fieldsOf: ({ field, fields, order, when }) => [
      field,
      ...fields,
      ...(order ? [order] : []),
      ...fieldsIn(when),
    ],
    codes: {
      'sequence.broken': violation('warn', 'sequence', {
        'zh-CN': '序号或次数的先后顺序与日期不符',
        en: 'The numbers are not in the order of their dates',
      }),
    },
    testsOf({ fields, field, order, strict = false, when = [] }, dataset) {
      const of = { fields, field, order: order ?? dataset.eventTime, strict, when }
      return [{ field, code: 'sequence.broken', test: test({ kind: 'sequence', ...of }) }]
    },
  },
)

const totalTest: GroupTest<Of<'total'>> = {
  reads: ({ field }) => [field],
  applies: ({ field }) => given([field]),
  alone: true,
  bad({ field, min, max }, group, meant) {
    const sum = sql`sum(${sql.id(field)}) filter (${meant}) over (partition by ${group})`
    const low = min === undefined ? sql`false` : sql`${sum} < ${sql.lit(min)}`
    return max === undefined ? low : sql`(${low} or ${sum} > ${sql.lit(max)})`
  },
  broken({ field, min = -Infinity, max = Infinity }, values, others) {
    const amounts = [values, ...others].flatMap((each) => each[field] ?? [])
    const sum = amounts.reduce<number>((all, each) => all + Number(each), 0)
    return (values[field] ?? null) !== null && (sum < min || sum > max)
  },
}

/** The values of `field` in the records with the same values in `fields` add up to no less and no more. */
export const total = setKind(
  'total',
  {
    ...ruleOnField,
    fields: fieldsSchema,
    min: z.number().optional(),
    max: z.number().optional(),
    when: conditionsSchema,
  },
  {
    fieldsOf: ({ field, fields, when }) => [field, ...fields, ...fieldsIn(when)],
    codes: {
      'total.outside': violation('warn', 'business_rule', {
        'zh-CN': '同一主体各条记录合计超出规定范围',
        en: 'The records of the group add up to a figure outside the limits',
      }),
    },
    testsOf: ({ fields, field, min, max, when = [] }) => [
      { field, code: 'total.outside', test: test({ kind: 'total', fields, field, min, max, when }) },
    ],
  },
)

const groupTests = { single: singleTest, overlap: overlapTest, sequence: sequenceTest, total: totalTest }

/** Kinds of the rules on records with the same values in some fields. */
export const groupKinds = Object.keys(groupTests) as GroupedTest['kind'][]

export function groupTestOf(test: GroupedTest): GroupTest<GroupedTest> {
  return groupTests[test.kind] as GroupTest<GroupedTest>
}
