import { z } from 'zod'
import { indicators } from '../indicators.ts'
import { idSchema, nameSchema } from '../names.ts'
import { ruleBase as base, ruleOnField as one } from '../rule_base.ts'

export const operators = ['<', '<=', '=', '<>', '>=', '>'] as const

/** Another field of the row is given or not, or has one of these values or none of them (as the standard's codes). */
export const rowConditionSchema = z.union([
  z.strictObject({ field: idSchema, oneOf: z.array(z.string()).min(1) }),
  z.strictObject({ field: idSchema, noneOf: z.array(z.string()).min(1) }),
  z.strictObject({ field: idSchema, given: z.boolean() }),
])
export type RowCondition = z.infer<typeof rowConditionSchema>

const allIndicators = Object.values(indicators).flat() as [string, ...string[]]

/** Several fields of one row. */
export const crossFieldRules = [
  z.strictObject({ kind: z.literal('dateOrder'), ...base, earlier: idSchema, later: idSchema }),
  /** Two numbers, two days or two texts stand in this relation wherever both are given. */
  z.strictObject({ kind: z.literal('compare'), ...one, operator: z.enum(operators), other: idSchema }),
  z.strictObject({ kind: z.literal('requiredWhen'), ...one, when: rowConditionSchema }),
  z.strictObject({ kind: z.literal('forbiddenWhen'), ...one, when: rowConditionSchema }),
  /** At most one of the fields is given. */
  z.strictObject({ kind: z.literal('exclusive'), ...base, fields: z.array(idSchema).min(2) }),
  /** `field` is the sum of the parts that are given; not judged without any. */
  z.strictObject({
    kind: z.literal('sum'),
    ...one,
    parts: z.array(idSchema).min(2),
    tolerance: z.number().nonnegative().default(0),
  }),
  /** `bad`: a SQL expression over the row's fields (their normalised values), true of a bad row. */
  z.strictObject({
    kind: z.literal('expression'),
    ...one,
    id: idSchema,
    name: nameSchema,
    indicator: z.enum(allIndicators).default('business_rule'),
    bad: z.string().min(1).max(4000),
  }),
] as const
