import { sql } from 'kysely'
import { z } from 'zod'
import { conditionsSchema } from '../../../catalog/condition.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { dayLiteral, extractDay } from '../../sets/condition.ts'
import { meetsPlainly, type Plain } from '../../sets/plain.ts'
import type { LookupTest, SetTest, Sought } from '../../sets/tests.ts'
import { given, setKind, violation } from '../kind.ts'

type Of<K extends LookupTest['kind']> = Extract<LookupTest, { kind: K }>
const fieldsSchema = z.array(idSchema).min(1)

/** How a rule that looks into other registers is judged. */
export interface Lookup<T = never> {
  /** The field here whose value is looked up. */
  lookedUp: (test: T) => string
  /** What it wants to know of the rows there. */
  sought: (test: T) => Sought
  /** The day of the row here, of a rule on days: it is not judged without. */
  day?: (test: T, asOf: Date | undefined) => Expression
  /** True (or NULL) of a row with such an answer that breaks the rule. */
  bad: (test: T, answer: { there: Expression; day: Expression }) => Expression
  /** The slow reference: a row against the rows there that have its value. */
  broken: (test: T, values: Plain, there: Plain[], asOf: Date | undefined) => boolean
}

const referenceLookup: Lookup<Of<'reference'>> = {
  lookedUp: ({ field }) => field,
  sought: ({ datasets, by, part, inForce }) => ({
    datasets,
    ...(by ? { by } : {}),
    ...(part === 'missing' ? { what: 'exists', when: [] } : { what: 'meets', when: inForce }),
  }),
  bad: ({ part }, { there }) => (part === 'missing' ? sql`${there} is null` : sql`not ${there}`),
  broken: ({ part, inForce }, _, there, asOf) =>
    part === 'missing'
      ? there.length === 0
      : there.length > 0 && !there.some((each) => meetsPlainly(inForce, each, asOf)),
}

/** `field` names a row of one of the registers: by its key or its field `by`; one that is as `inForce` says. */
export const reference = setKind(
  'reference',
  {
    ...ruleOnField,
    datasets: fieldsSchema,
    by: idSchema.optional(),
    inForce: conditionsSchema,
    when: conditionsSchema,
  },
  {
    fieldsOf: ({ field, when }) => [field, ...(when ?? []).map((each) => each.field)],
    registersOf: ({ datasets }) => datasets,
    fieldsThereOf: ({ by, inForce }) => [...given(by), ...(inForce ?? []).map(({ field }) => field)],
    codes: {
      'reference.missing': violation('warn', 'related_data', {
        'zh-CN': '所引用的对象在其权威数据集中不存在',
        en: 'What the value refers to is in none of its registers',
      }),
      'reference.ended': violation('warn', 'related_data', {
        'zh-CN': '所引用的对象存在，但已失效（注销、吊销、终止）',
        en: 'What the value refers to exists but is no longer in force',
      }),
    },
    testsOf({ field, datasets, by, inForce = [], when = [] }) {
      const test = (part: 'missing' | 'ended'): SetTest => ({
        kind: 'reference',
        part,
        field,
        datasets,
        ...(by ? { by } : {}),
        inForce,
        when,
      })
      const missing = { field, code: 'reference.missing', test: test('missing') } as const
      return inForce.length > 0
        ? [missing, { field, code: 'reference.ended', test: test('ended') } as const]
        : [missing]
    },
  },
)

const compareLookup: Lookup<Of<'compare'>> = {
  lookedUp: ({ key }) => key,
  sought: ({ datasets, by, side, date, whenThere }) => ({
    datasets,
    ...(by ? { by } : {}),
    what: side === 'notAfter' ? 'first' : 'last',
    date,
    when: whenThere,
  }),
  day({ field, openEnd }, asOf) {
    const day = sql`${sql.id(field)}::date`
    return openEnd ? sql`coalesce(${day}, ${dayLiteral(asOf)})` : day
  },
  bad({ side, years, days }, { there, day }) {
    const limit = sql`(${there} + interval (${sql.lit(years)}) years + interval (${sql.lit(days)}) days)::date`
    return side === 'notAfter' ? sql`${day} > ${limit}` : sql`${day} < ${limit}`
  },
  broken: (test, values, there, asOf) => there.some((each) => isBeyond(test, values, each, asOf)),
}

function isBeyond(test: Of<'compare'>, values: Plain, there: Plain, asOf: Date | undefined): boolean {
  const day = values[test.field] ?? (test.openEnd ? (extractDay(asOf) ?? null) : null)
  const other = there[test.date] ?? null
  if (day === null || other === null || !meetsPlainly(test.whenThere, there, asOf)) return false
  const limit = added(String(other), test.years, test.days)
  return test.side === 'notAfter' ? String(day) > limit : String(day) < limit
}

/** A day some years and days later; the 29th of February becomes the 28th. */
function added(day: string, years: number, days: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, last) + days)).toISOString().slice(0, 10)
}

/** What a date that must not be passed or preceded is the date of: it gives the violation its code and words. */
const referredEvents = ['death', 'birth', 'age', 'period'] as const

/** A date of the row against a date of another register's row. */
const againstDate = {
  ...ruleOnField,
  /** The other registers, and their field with the date. A row breaks the rule when it does so with any of them. */
  datasets: fieldsSchema,
  date: idSchema,
  /** The field here that names the other row, and the field there: by default the key of each. */
  key: idSchema.optional(),
  by: idSchema.optional(),
  /** Years and days added to the other date: an age, or a grace. */
  years: z.number().int().optional(),
  days: z.number().int().optional(),
  /** What has no date here still goes on: it counts as of the day of the extract. */
  openEnd: z.boolean().optional(),
  /** Rows here, and there, that are meant. */
  when: conditionsSchema,
  whenThere: conditionsSchema,
  event: z.enum(referredEvents),
}
type AgainstDate = z.output<z.ZodObject<typeof againstDate>>

const ofBoth = {
  fieldsOf: ({ field, key, when }: AgainstDate) => [
    field,
    ...given(key),
    ...(when ?? []).map((each) => each.field),
  ],
  registersOf: ({ datasets }: AgainstDate) => datasets,
  fieldsThereOf: ({ date, by, whenThere }: AgainstDate) => [
    date,
    ...given(by),
    ...(whenThere ?? []).map(({ field }) => field),
  ],
}

function against(side: 'notAfter' | 'notBefore', rule: AgainstDate, dataset: Dataset): SetTest {
  const { field, datasets, by, date, key = dataset.key, years = 0, days = 0, openEnd = false } = rule
  const { when = [], whenThere = [] } = rule
  return { kind: 'compare', side, field, key, datasets, by, date, years, days, openEnd, when, whenThere }
}

export const notAfter = setKind('notAfter', againstDate, {
  ...ofBoth,
  codes: {
    'after.death': violation('warn', 'related_data', {
      'zh-CN': '当事人死亡后仍有登记、参保或享受待遇',
      en: 'Registered, insured or paid after the death of the person',
    }),
    'after.birth': violation('warn', 'related_data', {
      'zh-CN': '日期晚于出生日期允许的范围',
      en: 'The date is later than the date of birth allows',
    }),
    'after.age': violation('warn', 'business_rule', {
      'zh-CN': '当事人当时已超过规定年龄',
      en: 'The person was older than the rule allows at that time',
    }),
    'after.period': violation('warn', 'related_data', {
      'zh-CN': '日期晚于关联登记的日期',
      en: 'The date is later than that of the related register',
    }),
  },
  testsOf: (rule, dataset) => [
    { field: rule.field, code: `after.${rule.event}`, test: against('notAfter', rule, dataset) },
  ],
})

export const notBefore = setKind('notBefore', againstDate, {
  ...ofBoth,
  codes: {
    'before.death': violation('warn', 'related_data', {
      'zh-CN': '日期早于死亡日期',
      en: 'The date is earlier than the date of death',
    }),
    'before.birth': violation('warn', 'related_data', {
      'zh-CN': '日期早于户籍登记的出生日期',
      en: 'The date is earlier than the date of birth in the household register',
    }),
    'before.age': violation('warn', 'business_rule', {
      'zh-CN': '当事人当时未达到规定年龄',
      en: 'The person had not reached the required age at that time',
    }),
    'before.period': violation('warn', 'related_data', {
      'zh-CN': '日期早于关联登记的日期',
      en: 'The date is earlier than that of the related register',
    }),
  },
  testsOf: (rule, dataset) => [
    { field: rule.field, code: `before.${rule.event}`, test: against('notBefore', rule, dataset) },
  ],
})

const lookups = { reference: referenceLookup, compare: compareLookup }

/** Kinds of the tests that look into other registers. */
export const lookupKinds = Object.keys(lookups) as LookupTest['kind'][]

export function lookupOf(test: LookupTest): Lookup<LookupTest> {
  return lookups[test.kind] as Lookup<LookupTest>
}
