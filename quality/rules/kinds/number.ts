import { sql } from 'kysely'
import { z } from 'zod'
import type { ElementType } from '../../../catalog/element.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import { helper } from '../../normalise/level.ts'
import { hasShape, type RowContext } from '../../reference/context.ts'
import { numberOutside, units } from '../../reference/numbers.ts'
import { type ExampleRow, type Examples, values } from '../example.ts'
import { rowKind, rowTest, violation } from '../kind.ts'
import { all, any, fully, outside, somewhere } from '../matching.ts'

/** A number with a unit or a currency beside it; for RE2 and JavaScript alike. */
const withUnit =
  '(¥|￥|[$]|RMB|CNY|人民币)[ ]?[+-]?[0-9][0-9,]*([.][0-9]+)?|[+-]?[0-9][0-9,]*([.][0-9]+)?[ ]?(元|千元|万元|亿元|百万元|千|万|百万|亿|美元|%|‰|㎡|m2|m²|平方米|平米|平方公里|亩|公顷|米|公里|吨|人|户|个|岁)'

const numbers: ElementType[] = ['integer', 'decimal']

interface Range {
  min?: number | undefined
  max?: number | undefined
}

/** A number neither below nor above its limits. */
const rangeTest = rowTest<Range>('range', {
  bad: (field, limits) => outside(sql`${sql.id(field)}`, limits),
  broken: ({ value }, limits) => value !== null && numberOutside(value, limits),
  examples: (field, limits, { typeOf }) => rangeExamples(field, typeOf(field), limits),
})

function rangeExamples(
  field: string,
  type: ElementType,
  { min, max }: { min?: number; max?: number },
): Examples {
  /** The limit with as little as the type knows added `times`. */
  const text = (limit: number, times: -1 | 0 | 1) => {
    if (type === 'integer') return String(limit + times)
    const units =
      BigInt(Math.trunc(limit)) * 10_000n + BigInt(Math.round((limit % 1) * 10_000)) + BigInt(times)
    const digits = String(units < 0n ? -units : units).padStart(5, '0')
    return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
  }
  return values(
    field,
    [min, max].flatMap((limit) => (limit === undefined ? [] : [text(limit, 0)])),
    [...(min === undefined ? [] : [text(min, -1)]), ...(max === undefined ? [] : [text(max, 1)])],
  )
}

export const range = rowKind(
  'range',
  { ...ruleOnField, min: z.number().optional(), max: z.number().optional() },
  {
    typesOf: ({ field }) => [[field, numbers]],
    codes: {
      'range.outside': violation('reject', 'business_rule', {
        'zh-CN': '数值超出规定范围',
        en: 'The number lies outside its limits',
      }),
    },
    tests: [rangeTest],
    declare({ field, min, max }, { add, options }) {
      add(field, 'range.outside', rangeTest.of({ min, max }), options)
    },
  },
)

/** No unit or currency inside the number; no number below zero. */
const amountTest = rowTest<{ part: 'unit' | 'negative' }>('amount', {
  bad: (field, { part }) =>
    part === 'unit' ? fully(helper(field, 'text'), withUnit) : sql`${sql.id(field)} < 0`,
  broken: ({ text, value }, { part }) =>
    part === 'unit' ? hasShape(text, withUnit) : value !== null && Number(value) < 0,
  examples: (field, { part }) =>
    part === 'unit'
      ? values(
          field,
          ['12', '12.50', '-3', '五千'],
          ['12万元', '12 元', '1,200元', '¥12', 'RMB 12.5', '30%', '5亩'],
        )
      : values(field, ['0', '0.01', '12'], ['-1', '-999']),
  judgesBy: withUnit,
})

/** No larger, and as a negative number no smaller, than anything plausible. */
const amountSizeTest = rowTest<{ most: number }>('amountSize', {
  bad: (field, { most }) =>
    sql`(${sql.id(field)} > ${sql.lit(most)} or ${sql.id(field)} < ${sql.lit(-most)})`,
  broken: ({ value }, { most }) => value !== null && numberOutside(value, { min: -most, max: most }),
  examples: (field, { most }) =>
    values(field, [String(most), String(-most), '0'], [String(most + 1), String(-most - 1)]),
})

/** No more decimals than the item has. */
const amountDecimalsTest = rowTest<{ decimals: number }>('amountDecimals', {
  bad(field, { decimals }) {
    const further = somewhere(helper(field, 'text'), `[.][0-9]{${decimals}}[0-9]*[1-9]`)
    return sql`${sql.id(field)} is not null and ${further}`
  },
  broken: ({ text, value }, { decimals }) =>
    value !== null && /[1-9]/.test((text.split('.')[1] ?? '').slice(decimals)),
  examples(field, { decimals }) {
    const after = (digits: string) => `1.${digits}`
    const fine =
      decimals === 0
        ? ['1', '1.0']
        : ['1', after('2'.repeat(decimals)), after(`${'2'.repeat(decimals)}0`.slice(0, 4))]
    return values(field, fine, decimals > 3 ? [] : [after(`${'0'.repeat(decimals)}1`)])
  },
})

/** A number of something: no unit inside it, not negative, of plausible size, of so many decimals. */
export const amount = rowKind(
  'amount',
  {
    ...ruleOnField,
    negative: z.boolean().default(false),
    plausible: z.number().positive().optional(),
    decimals: z.number().int().min(0).max(4).optional(),
  },
  {
    typesOf: ({ field }) => [[field, numbers]],
    codes: {
      'amount.unit': violation('warn', 'data_standard', {
        'zh-CN': '数值中夹带单位或币种（应仅填数字）',
        en: 'The number carries a unit or a currency',
      }),
      'amount.negative': violation('warn', 'business_rule', {
        'zh-CN': '数值为负',
        en: 'The number is negative',
      }),
      'amount.magnitude': violation('warn', 'content_correctness', {
        'zh-CN': '数值大得不合常理，请核对计量单位',
        en: 'The number is implausibly large; the unit may be wrong',
      }),
      'amount.decimals': violation('warn', 'format_compliance', {
        'zh-CN': '小数位数过多',
        en: 'The number has more decimals than the item',
      }),
    },
    tests: [amountTest, amountSizeTest, amountDecimalsTest],
    declare({ field, negative, plausible, decimals }, { add, options: { severity, as } }) {
      const options = { severity, as }
      add(field, 'amount.unit', amountTest.of({ part: 'unit' }), options)
      if (!negative) add(field, 'amount.negative', amountTest.of({ part: 'negative' }), options)
      if (plausible !== undefined)
        add(field, 'amount.magnitude', amountSizeTest.of({ most: plausible }), options)
      if (decimals !== undefined) add(field, 'amount.decimals', amountDecimalsTest.of({ decimals }), options)
    },
  },
)

interface Sum {
  parts: readonly string[]
  tolerance: number
}

/** The total is the sum of those parts that were received. Not judged without any, or with one that cannot be read. */
const sumTest = rowTest<Sum>('sum', {
  bad(field, { parts, tolerance }) {
    const values = parts.map((part) => sql`coalesce(${sql.id(part)}::decimal(38, 4), 0)`)
    const read = parts.map((part) => sql`(${sql.id(part)} is not null or ${helper(part, 'text')} is null)`)
    const some = parts.map((part) => sql`${sql.id(part)} is not null`)
    return sql`${any(some)} and ${all(read)}
    and abs(${sql.id(field)}::decimal(38, 4) - (${sql.join(values, sql` + `)})) > ${sql.lit(tolerance)}`
  },
  broken: ({ value }, { parts, tolerance }, { at }) => sumBroken(value, parts, tolerance, at),
  examples: (field, test) => sumExamples(field, test),
})

type At = RowContext['at']

function sumBroken(total: string | null, parts: readonly string[], tolerance: number, at: At): boolean {
  const given = parts.map((part) => at(part)).filter(({ text }) => text !== null)
  const values = given.flatMap(({ value }) => (value === null ? [] : [units(value)]))
  if (total === null || values.length === 0 || values.length < given.length) return false
  const difference = units(total) - values.reduce((sum, each) => sum + each, 0n)
  return (difference < 0n ? -difference : difference) > BigInt(Math.round(tolerance * 10_000))
}

function sumExamples(field: string, { parts, tolerance }: Sum): Examples {
  const row = (total: string | null, each: (string | null)[]): ExampleRow => ({
    [field]: total,
    ...Object.fromEntries(parts.map((part, at) => [part, each[at] ?? null])),
  })
  const ones = parts.map(() => '1')
  const least = (tolerance + 1).toFixed(4)
  const total = (more: number) => (parts.length + more).toFixed(4)
  return {
    good: [
      row(String(parts.length), ones),
      row('1', ['1']),
      row('5', []),
      row(null, ones),
      row('7', ['五', ...ones.slice(1)]),
      row(total(tolerance), ones),
      row(total(-tolerance), ones),
    ],
    bad: [
      row(total(Number(least)), ones),
      row(total(-Number(least)), ones),
      row((3 + tolerance).toFixed(4), ['1']),
    ],
  }
}

/** `field` is the sum of the parts that are given; not judged without any. */
export const sum = rowKind(
  'sum',
  { ...ruleOnField, parts: z.array(idSchema).min(2), tolerance: z.number().nonnegative().default(0) },
  {
    fieldsOf: ({ field, parts }) => [field, ...parts],
    typesOf: ({ field, parts }) => [field, ...parts].map((each) => [each, numbers]),
    codes: {
      'fields.sum': violation('warn', 'related_data', {
        'zh-CN': '合计与各分项之和不一致',
        en: 'The total is not the sum of its parts',
      }),
    },
    tests: [sumTest],
    declare({ field, parts, tolerance }, { add, options }) {
      add(field, 'fields.sum', sumTest.of({ parts, tolerance }), options)
    },
  },
)
