import { sql } from 'kysely'
import { z } from 'zod'
import { idSchema } from '../../../catalog/names.ts'
import { ruleBase, ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { helper } from '../../normalise/level.ts'
import { isOneOf } from '../../normalise/members.ts'
import type { RowContext } from '../../reference/context.ts'
import { type ExampleRow, type Examples, values } from '../example.ts'
import { type Exampling, rowKind, rowTest, violation } from '../kind.ts'

/** Another field of the row is given or not, or has one of these values or none of them (as the standard's codes). */
const rowConditionSchema = z.union([
  z.strictObject({ field: idSchema, oneOf: z.array(z.string()).min(1) }),
  z.strictObject({ field: idSchema, noneOf: z.array(z.string()).min(1) }),
  z.strictObject({ field: idSchema, given: z.boolean() }),
])
type RowCondition = z.infer<typeof rowConditionSchema>

function holds(when: RowCondition): Expression {
  const text = helper(when.field, 'text')
  if ('oneOf' in when) return isOneOf(text, when.oneOf)
  if ('noneOf' in when) return sql`not ${isOneOf(text, when.noneOf)}`
  return when.given ? sql`${text} is not null` : sql`${text} is null`
}

function holdsIn(when: RowCondition, at: At): boolean {
  const { text } = at(when.field)
  if ('oneOf' in when) return text !== null && when.oneOf.includes(text)
  if ('noneOf' in when) return text === null || !when.noneOf.includes(text)
  return (text !== null) === when.given
}

/** A text that a field of the type can hold. */
function sampleOf({ typeOf }: Exampling, field: string): string {
  const samples: Partial<Record<ReturnType<Exampling['typeOf']>, string>> = {
    date: '2020-01-01',
    datetime: '2020-01-01 10:00:00',
    integer: '1',
    decimal: '1',
  }
  return samples[typeOf(field)] ?? '甲乙'
}

/** Values of the other field on which the condition holds, and on which it does not. */
function conditionValues(
  subject: Exampling,
  when: RowCondition,
): { yes: (string | null)[]; no: (string | null)[] } {
  const sample = sampleOf(subject, when.field)
  if ('given' in when) return when.given ? { yes: [sample], no: [null] } : { yes: [null], no: [sample] }
  const listed = ('oneOf' in when ? when.oneOf : when.noneOf).filter(
    (code) => !subject.mapped(when.field, code),
  )
  return 'oneOf' in when ? { yes: listed, no: ['~', null] } : { yes: ['~', null], no: listed }
}

function conditionalExamples(
  field: string,
  subject: Exampling,
  when: RowCondition,
  required: boolean,
): Examples {
  const { yes, no } = conditionValues(subject, when)
  const sample = sampleOf(subject, field)
  const row = (value: string | null, other: string | null): ExampleRow => ({
    [field]: value,
    [when.field]: other,
  })
  const [right, wrong] = required ? [sample, null] : [null, sample]
  return {
    good: [...yes.map((other) => row(right, other)), ...no.map((other) => row(wrong, other))],
    bad: yes.map((other) => row(wrong, other)),
  }
}

/** Something was received: neither NULL nor blanks only. */
export const requiredTest = rowTest('required', {
  bad: (field) => sql`${helper(field, 'text')} is null`,
  brokenEmpty: () => true,
  examples: (field) => values(field, ['1'], [null, '', ' ', '\u3000']),
})

export const required = rowKind('required', ruleOnField, {
  codes: {
    required: violation('reject', 'element_completeness', {
      'zh-CN': '必填项为空',
      en: 'A required value is missing',
    }),
  },
  tests: [requiredTest],
  declare({ field }, { add, options }) {
    add(field, 'required', requiredTest.of({}), options)
  },
})

/** Something is received where the other field says that something must be. */
const requiredWhenTest = rowTest<{ when: RowCondition }>('requiredWhen', {
  bad: (field, { when }) => sql`${helper(field, 'text')} is null and ${holds(when)}`,
  brokenEmpty: ({ when }, { at }) => holdsIn(when, at),
  examples: (field, { when }, about) => conditionalExamples(field, about, when, true),
})

export const requiredWhen = rowKind(
  'requiredWhen',
  { ...ruleOnField, when: rowConditionSchema },
  {
    fieldsOf: ({ field, when }) => [field, when.field],
    codes: {
      'required.when': violation('warn', 'element_completeness', {
        'zh-CN': '另一字段已要求填写，本字段却为空',
        en: 'The value is missing though another field of the row calls for it',
      }),
    },
    tests: [requiredWhenTest],
    declare({ field, when }, { add, options }) {
      add(field, 'required.when', requiredWhenTest.of({ when }), options)
    },
  },
)

/** Nothing is received where the other field says that nothing may be. */
const forbiddenWhenTest = rowTest<{ when: RowCondition }>('forbiddenWhen', {
  bad: (field, { when }) => sql`${helper(field, 'text')} is not null and ${holds(when)}`,
  broken: (_, { when }, { at }) => holdsIn(when, at),
  examples: (field, { when }, about) => conditionalExamples(field, about, when, false),
})

export const forbiddenWhen = rowKind(
  'forbiddenWhen',
  { ...ruleOnField, when: rowConditionSchema },
  {
    fieldsOf: ({ field, when }) => [field, when.field],
    codes: {
      'forbidden.when': violation('warn', 'business_rule', {
        'zh-CN': '按另一字段的内容，本字段不应填写',
        en: 'A value is given though another field of the row rules it out',
      }),
    },
    tests: [forbiddenWhenTest],
    declare({ field, when }, { add, options }) {
      add(field, 'forbidden.when', forbiddenWhenTest.of({ when }), options)
    },
  },
)

/** One of the fields was received at most. */
const exclusiveTest = rowTest<{ fields: readonly string[] }>('exclusive', {
  bad(_, { fields }) {
    const given = fields.map(
      (field) => sql`(case when ${helper(field, 'text')} is not null then 1 else 0 end)`,
    )
    return sql`${sql.join(given, sql` + `)} > 1`
  },
  broken: (_, { fields }, { at }) => exclusiveBroken(fields, at),
  brokenEmpty: ({ fields }, { at }) => exclusiveBroken(fields, at),
  examples(_, { fields }, about) {
    const row = (given: readonly string[]): ExampleRow =>
      Object.fromEntries(
        fields.map((field) => [field, given.includes(field) ? sampleOf(about, field) : null]),
      )
    return {
      good: [row([]), ...fields.map((field) => row([field]))],
      bad: [row(fields), ...fields.slice(1).map((field, at) => row([field, fields[at] ?? '']))],
    }
  },
})

type At = RowContext['at']

function exclusiveBroken(fields: readonly string[], at: At): boolean {
  return fields.filter((field) => at(field).text !== null).length > 1
}

/** At most one of the fields is given. */
export const exclusive = rowKind(
  'exclusive',
  { ...ruleBase, fields: z.array(idSchema).min(2) },
  {
    fieldsOf: ({ fields }) => fields,
    codes: {
      'fields.exclusive': violation('warn', 'business_rule', {
        'zh-CN': '只应填写其一的字段填写了多个',
        en: 'More than one of several fields that exclude each other is given',
      }),
    },
    tests: [exclusiveTest],
    declare({ fields }, { add, options }) {
      add(fields[0] ?? '', 'fields.exclusive', exclusiveTest.of({ fields }), options)
    },
  },
)
