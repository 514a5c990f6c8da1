import { sql } from 'kysely'
import { z } from 'zod'
import type { ElementType } from '../../../catalog/element.ts'
import { indicators } from '../../../catalog/indicators.ts'
import { idSchema, nameSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import { helper } from '../../normalise/level.ts'
import type { Value } from '../../reference/context.ts'
import { compareTexts, units } from '../../reference/numbers.ts'
import type { ExampleRow, Examples } from '../example.ts'
import { dimensionOf, rowKind, rowTest, violation } from '../kind.ts'

/** How the values of a field compare: as numbers, days, instants or texts. */
type Comparison = 'number' | 'date' | 'datetime' | 'text'

const operators = ['<', '<=', '=', '<>', '>=', '>'] as const

interface CompareFields {
  as: Comparison
  operator: (typeof operators)[number]
  other: string
}

/** The two values stand in the relation. Not judged when either cannot be read. */
const compareFieldsTest = rowTest<CompareFields>('compareFields', {
  bad(field, { as, operator, other }) {
    const value = (id: string) =>
      as === 'number'
        ? sql`${sql.id(id)}::decimal(38, 4)`
        : as === 'text'
          ? helper(id, 'text')
          : sql`${sql.id(id)}`
    return sql`not (${value(field)} ${inSql[operator]} ${value(other)})`
  },
  broken: (one, { as, operator, other }, { at }) => compareBroken(one, at(other), as, operator),
  examples: (field, test) => compareExamples(field, test),
})

/** The operators, each as SQL writes it: nothing else is put into the statement. */
const inSql = {
  '<': sql`<`,
  '<=': sql`<=`,
  '=': sql`=`,
  '<>': sql`<>`,
  '>=': sql`>=`,
  '>': sql`>`,
}

function compareBroken(one: Value, other: Value, as: Comparison, operator: string): boolean {
  const order = as === 'text' ? compareTexts(one.text, other.text) : compareValues(one.value, other.value, as)
  if (order === undefined) return false
  switch (operator) {
    case '<':
      return order >= 0
    case '<=':
      return order > 0
    case '=':
      return order !== 0
    case '<>':
      return order === 0
    case '>=':
      return order < 0
    default:
      return order <= 0
  }
}

function compareValues(one: string | null, other: string | null, as: Comparison): number | undefined {
  if (one === null || other === null) return undefined
  if (as === 'date') return one < other ? -1 : one > other ? 1 : 0
  const [a, b] = as === 'datetime' ? [BigInt(one), BigInt(other)] : [units(one), units(other)]
  return a < b ? -1 : a > b ? 1 : 0
}

function compareExamples(field: string, test: CompareFields): Examples {
  const samples: Record<typeof test.as, [string, string]> = {
    number: ['1', '2'],
    date: ['2020-01-01', '2020-01-02'],
    datetime: ['2020-01-01 10:00:00', '2020-01-01 10:00:01'],
    text: ['甲', '甲乙'],
  }
  const [low, high] = samples[test.as]
  const row = (one: string | null, other: string | null): ExampleRow => ({
    [field]: one,
    [test.other]: other,
  })
  const pairs = { less: row(low, high), equal: row(low, low), more: row(high, low) }
  const holding: Record<typeof test.operator, (keyof typeof pairs)[]> = {
    '<': ['less'],
    '<=': ['less', 'equal'],
    '=': ['equal'],
    '<>': ['less', 'more'],
    '>=': ['equal', 'more'],
    '>': ['more'],
  }
  const holds = holding[test.operator]
  const entries = Object.entries(pairs) as [keyof typeof pairs, ExampleRow][]
  return {
    good: [
      ...entries.filter(([name]) => holds.includes(name)).map(([, each]) => each),
      row(low, null),
      row(null, high),
    ],
    bad: entries.filter(([name]) => !holds.includes(name)).map(([, each]) => each),
  }
}

/** Two numbers, two days or two texts stand in this relation wherever both are given. */
export const compare = rowKind(
  'compare',
  { ...ruleOnField, operator: z.enum(operators), other: idSchema },
  {
    fieldsOf: ({ field, other }) => [field, other],
    faultsOf({ field, other }, { typeOf }) {
      const [one, two] = [typeOf(field), typeOf(other)]
      return one && two && comparisonOf(one) !== comparisonOf(two)
        ? [{ what: 'rule_field_type', fields: { field: other, type: two, types: one } }]
        : []
    },
    codes: {
      'fields.compare': violation('warn', 'related_data', {
        'zh-CN': '两个字段的值不符合规定的大小或相等关系',
        en: 'Two values of the row do not stand in the prescribed relation',
      }),
    },
    tests: [compareFieldsTest],
    declare({ field, operator, other }, { add, typeOf, options }) {
      const test = compareFieldsTest.of({ as: comparisonOf(typeOf(field)), operator, other })
      add(field, 'fields.compare', test, options)
    },
  },
)

function comparisonOf(type: ElementType): Comparison {
  if (type === 'integer' || type === 'decimal') return 'number'
  return type === 'date' || type === 'datetime' ? type : 'text'
}

/** `bad` as `compileExpressions` wrote it anew. @throws RangeError when the expressions were not compiled before the scan */
export const expressionTest = rowTest<{ bad: string }>('expression', {
  bad(_, __, { rule, judging }) {
    const compiled = judging.expressions?.get(rule)
    if (!compiled) throw new RangeError(`the expression of ${rule} was not compiled`)
    return compiled
  },
})

const allIndicators = Object.values(indicators).flat() as [string, ...string[]]

/** `bad`: a SQL expression over the row's fields (their normalised values), true of a bad row. */
export const expression = rowKind(
  'expression',
  {
    ...ruleOnField,
    id: idSchema,
    name: nameSchema,
    indicator: z.enum(allIndicators).default('business_rule'),
    bad: z.string().min(1).max(4000),
  },
  {
    codes: {} as Record<`custom.${string}`, never>,
    tests: [expressionTest],
    declare({ field, id, bad, name, indicator }, { add, options }) {
      const dimension = dimensionOf(indicator)
      add(field, `custom.${id}`, expressionTest.of({ bad }), { ...options, name, indicator, dimension })
    },
  },
)
