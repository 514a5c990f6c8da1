import { sql } from 'kysely'
import { z } from 'zod'
import type { ElementType } from '../../../catalog/element.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleBase, ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { helper } from '../../normalise/level.ts'
import { hasShape, type Value } from '../../reference/context.ts'
import { type ExampleRow, type Examples, values } from '../example.ts'
import { dayAfter, type Judging, lastDay } from '../judging.ts'
import { rowKind, rowTest, typeKind, violation } from '../kind.ts'
import { any, fully } from '../matching.ts'

/** A month YYYYMM or YYYY-MM from 1800 on; for RE2 and JavaScript alike. */
const monthShape = '(1[89]|2[01])[0-9]{2}-?(0[1-9]|1[0-2])'

const CHINA = sql.lit(57_600_000_000n)

/** What was received can be read as the field's type. */
export const readableTest = rowTest('readable', {
  bad: (field) => sql`${sql.id(field)} is null and ${helper(field, 'text')} is not null`,
  broken: ({ value }) => value === null,
  examples: (field, _, { typeOf }) => readableExamples(field, typeOf(field)),
})

/** What can and cannot be read as the type. */
function readableExamples(field: string, type: ElementType): Examples {
  switch (type) {
    case 'date':
      return values(
        field,
        [
          '2020-02-29',
          '20200229',
          '2020/2/9',
          '2020-1-1',
          '2020年2月9日',
          '２０２０-01-01',
          '2020-02-29 00:00:00',
          '1800-01-01',
          '2200-12-31',
        ],
        [
          '2019-02-29',
          '2020-13-01',
          '2020-00-10',
          '2020-04-31',
          '1799-12-31',
          '2201-01-01',
          '2020-02-28 10:30:00',
          '02/03/2020',
          '不详',
          '20200230',
        ],
      )
    case 'datetime':
      return values(
        field,
        [
          '2020-01-01 10:00:00',
          '2020-01-01T10:00Z',
          '20200101235959',
          '2020-01-01',
          '2020-01-01T10:00:00+0530',
          '2020/1/1 9:05',
        ],
        ['2020-01-01 24:00:01', '2020-01-01 10:00:60', '2020-02-30 10:00:00', '昨天', '10:00'],
      )
    case 'integer':
      return values(
        field,
        ['0', '-12', '+7', '１２', '3.0'],
        ['1.5', '1e5', '1,000', '五', '1234567890123456789'],
      )
    default:
      return values(
        field,
        ['0', '-12.5', '+7', '.5', '5.', '１２.５', '1.23450', '99999999999999.9999', '1,234.50'],
        ['1e5', '1,000', '1.23456', '五千', '12万元'],
      )
  }
}

/** What follows from the type of a field of numbers or times. */
export const readableTypes = typeKind({
  codes: {
    'number.invalid': violation('reject', 'format_compliance', {
      'zh-CN': '不是规定格式的数值',
      en: 'The value is not a plain number',
    }),
  },
  tests: [],
})

/** Not later than the day after the extract's. Instants are compared by their day in China. */
export const notFutureTest = rowTest('notFuture', {
  bad: (field, _, { type, judging }) => futureBad(field, type === 'datetime' ? 'datetime' : 'date', judging),
  broken: (value, _, { last }) => (dayOfValue(value) ?? '') > last,
  examples: (field, _, { typeOf }) => notFutureExamples(field, typeOf(field)),
})

/** Later than the day after the extract's. Instants are compared by their day in China. */
function futureBad(field: string, type: 'date' | 'datetime', judging: Judging): Expression {
  if (type === 'date') return sql`${sql.id(field)} > ${dayAfter(judging)}`
  return sql`epoch_us(${sql.id(field)}) >= epoch_us(${dayAfter(judging)}::timestamp) + ${CHINA}`
}

function notFutureExamples(field: string, type: ElementType): Examples {
  return type === 'datetime'
    ? values(
        field,
        ['2026-09-02 23:59:59', '2026-09-02T15:59:59Z'],
        ['2026-09-03 00:00:00', '2026-09-02T16:00:00Z'],
      )
    : values(field, ['2026-09-02', '1900-01-01'], ['2026-09-03', '2100-01-01'])
}

interface DayPlausible {
  type: 'date' | 'datetime'
  min?: string | undefined
  max?: string | undefined
}

/** Between the first and the last plausible day. */
export const dayPlausibleTest = rowTest<DayPlausible>('dayPlausible', {
  bad: dayPlausibleBad,
  broken: dayImplausible,
  examples: dayPlausibleExamples,
})

/** Before the first or after the last plausible day. */
function dayPlausibleBad(field: string, { type, min, max }: DayPlausible): Expression {
  const day = dayIn(field, type)
  return any([
    ...(min === undefined ? [] : [sql`${day} < date ${sql.lit(min)}`]),
    ...(max === undefined ? [] : [sql`${day} > date ${sql.lit(max)}`]),
  ])
}

/** The day in China. */
export function dayIn(field: string, type: 'date' | 'datetime'): Expression {
  const value = sql`${sql.id(field)}`
  return type === 'date' ? value : sql`make_timestamp(epoch_us(${value}) + 28800000000)::date`
}

/** The day of a date, or in China of an instant. */
export function dayOfValue({ value, day }: Value): string | null {
  return value === null ? null : (day ?? value)
}

function dayImplausible(value: Value, { min, max }: DayPlausible): boolean {
  const day = dayOfValue(value)
  return day !== null && ((min !== undefined && day < min) || (max !== undefined && day > max))
}

function dayPlausibleExamples(field: string, { min, max }: DayPlausible): Examples {
  return values(
    field,
    [min, max].flatMap((day) => day ?? []),
    [...(min ? [shifted(min, -1)] : []), ...(max ? [shifted(max, 1)] : [])],
  )
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Days before this one are implausible where nothing else is declared. */
export const FIRST_PLAUSIBLE_DAY = '1900-01-01'

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** `min` and `max`: days outside these are implausible; not given: before 1900. */
export const date = rowKind(
  'date',
  {
    ...ruleOnField,
    allowFuture: z.boolean().default(false),
    min: isoDay.optional(),
    max: isoDay.optional(),
  },
  {
    typesOf: ({ field }) => [[field, ['date', 'datetime']]],
    codes: {
      'date.invalid': violation('reject', 'format_compliance', {
        'zh-CN': '日期不存在或格式无法识别',
        en: 'The date does not exist or cannot be read',
      }),
      'datetime.invalid': violation('reject', 'format_compliance', {
        'zh-CN': '时间不存在或格式无法识别',
        en: 'The time does not exist or cannot be read',
      }),
      'date.future': violation('reject', 'period_correctness', {
        'zh-CN': '日期晚于数据日期',
        en: 'The date lies after the time of the extract',
      }),
      'date.implausible': violation('warn', 'period_correctness', {
        'zh-CN': '日期早得或晚得不合常理，请核对',
        en: 'The date is implausibly early or late',
      }),
    },
    tests: [readableTest, notFutureTest, dayPlausibleTest],
    declare({ field, allowFuture, min = FIRST_PLAUSIBLE_DAY, max }, { add, remove, typeOf, options }) {
      const { severity } = options
      const type = typeOf(field) === 'datetime' ? 'datetime' : 'date'
      add(field, `${type}.invalid`, readableTest.of({}), { severity })
      add(field, 'date.implausible', dayPlausibleTest.of({ type, min, max }))
      if (allowFuture) remove(field, 'date.future')
      else add(field, 'date.future', notFutureTest.of({}), { severity })
    },
  },
)

/** A month, and not after that of the extract's next day. */
const periodTest = rowTest<{ part: 'invalid' | 'future' }>('period', {
  bad: (field, { part }, { judging }) => periodBad(field, part, judging),
  broken: ({ text }, { part }, { last }) => periodBroken(part, text, last),
  examples: (field, { part }) => periodExamples(field, part),
  judgesBy: monthShape,
})

/** No month; a month after that of the extract's next day. */
function periodBad(field: string, part: 'invalid' | 'future', judging: Judging): Expression {
  const text = helper(field, 'text')
  const shaped = fully(text, monthShape)
  if (part === 'invalid') return sql`not ${shaped}`
  const month = lastDay(judging).slice(0, 7).replace('-', '')
  return sql`${shaped} and replace(${text}, '-', '') > ${sql.lit(month)}`
}

function periodBroken(part: 'invalid' | 'future', text: string, last: string): boolean {
  if (!hasShape(text, monthShape)) return part === 'invalid'
  return part === 'future' && text.replace('-', '') > last.slice(0, 7).replace('-', '')
}

function periodExamples(field: string, part: 'invalid' | 'future'): Examples {
  return part === 'invalid'
    ? values(
        field,
        ['202601', '2026-12', '180001'],
        ['202600', '202613', '2026-1', '2026', '2026/01', '220001'],
      )
    : values(field, ['202609', '2026-09', '199912'], ['202610', '2026-10', '202701'])
}

/** A month YYYYMM or YYYY-MM. */
export const period = rowKind(
  'period',
  { ...ruleOnField, allowFuture: z.boolean().default(false) },
  {
    typesOf: ({ field }) => [[field, ['text']]],
    codes: {
      'period.invalid': violation('reject', 'format_compliance', {
        'zh-CN': '月份不存在或格式无法识别（应为 YYYYMM 或 YYYY-MM）',
        en: 'The month does not exist or cannot be read (YYYYMM or YYYY-MM)',
      }),
      'period.future': violation('warn', 'period_correctness', {
        'zh-CN': '所属月份晚于数据日期',
        en: 'The month lies after the time of the extract',
      }),
    },
    tests: [periodTest],
    declare({ field, allowFuture }, { add, options: { severity, as } }) {
      add(field, 'period.invalid', periodTest.of({ part: 'invalid' }), { severity, as })
      if (!allowFuture) add(field, 'period.future', periodTest.of({ part: 'future' }), { severity, as })
    },
  },
)

/** The later day does not lie before the earlier one. A missing day is no violation. */
const dateOrderTest = rowTest<{ earlier: string }>('dateOrder', {
  bad: (field, { earlier }) => sql`${sql.id(field)} < ${sql.id(earlier)}`,
  broken({ value }, test, { at }) {
    const earlier = at(test.earlier).value
    return value !== null && earlier !== null && value < earlier
  },
  examples: (field, { earlier }) => dateOrderExamples(field, earlier),
})

function dateOrderExamples(later: string, earlier: string): Examples {
  const row = (first: string | null, second: string | null): ExampleRow => ({
    [earlier]: first,
    [later]: second,
  })
  return {
    good: [
      row('2020-01-01', '2020-01-02'),
      row('2020-01-01', '2020-01-01'),
      row(null, '2020-01-01'),
      row('2020-01-01', null),
    ],
    bad: [row('2020-01-02', '2020-01-01'), row('2020-12-31', '1999-12-31')],
  }
}

export const dateOrder = rowKind(
  'dateOrder',
  { ...ruleBase, earlier: idSchema, later: idSchema },
  {
    fieldsOf: ({ earlier, later }) => [earlier, later],
    codes: {
      'date.order': violation('reject', 'sequence', {
        'zh-CN': '两个日期的先后次序颠倒',
        en: 'Two dates are in the wrong order',
      }),
    },
    tests: [dateOrderTest],
    declare({ earlier, later }, { add, options }) {
      add(later, 'date.order', dateOrderTest.of({ earlier }), options)
    },
  },
)
