import { z } from 'zod'
import { conditionsSchema } from './condition.ts'
import { idSchema } from './names.ts'
import { ruleBase as base, ruleOnField as one } from './rule_base.ts'

const fields = z.array(idSchema).min(1)

/** What a date that must not be passed or preceded is the date of: it gives the violation its code and words. */
export const referredEvents = ['death', 'birth', 'age', 'period'] as const

/** A date of the row against a date of another register's row. */
const againstDate = {
  ...one,
  /** The other registers, and their field with the date. A row breaks the rule when it does so with any of them. */
  datasets: fields,
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

/** Rules on rows together: of one extract with the live rows of its register, and with other registers. */
export const setRules = [
  /** One row of the extract a record. */
  z.strictObject({ kind: z.literal('unique'), ...base, fields }),
  /** Of the records with the same values in `fields`, one at most may be as `when` says. */
  z.strictObject({ kind: z.literal('single'), ...base, fields, when: conditionsSchema }),
  /** The record that `field` names by its key names this one in the same field. */
  z.strictObject({ kind: z.literal('mutual'), ...one, when: conditionsSchema }),
  /** `field` names a row of one of the registers: by its key or its field `by`; one that is as `inForce` says. */
  z.strictObject({
    kind: z.literal('reference'),
    ...one,
    datasets: fields,
    by: idSchema.optional(),
    inForce: conditionsSchema,
    when: conditionsSchema,
  }),
  z.strictObject({ kind: z.literal('notAfter'), ...againstDate }),
  z.strictObject({ kind: z.literal('notBefore'), ...againstDate }),
  /** Periods of the records with the same values in `fields` do not overlap. Without an end they go on; an end is the first day that a period no longer covers. */
  z.strictObject({
    kind: z.literal('overlap'),
    ...base,
    fields,
    from: idSchema,
    until: idSchema,
    when: conditionsSchema,
  }),
  /** In the order of `order` (default: the event time), the values of `field` do not fall; `strict`: they rise. */
  z.strictObject({
    kind: z.literal('sequence'),
    ...one,
    fields,
    order: idSchema.optional(),
    strict: z.boolean().optional(),
    when: conditionsSchema,
  }),
  /** The values of `field` in the records with the same values in `fields` add up to no less and no more. */
  z.strictObject({
    kind: z.literal('total'),
    ...one,
    fields,
    min: z.number().optional(),
    max: z.number().optional(),
    when: conditionsSchema,
  }),
] as const
export type SetRule = z.infer<(typeof setRules)[number]>

const kinds: Record<SetRule['kind'], true> = {
  unique: true,
  single: true,
  mutual: true,
  reference: true,
  notAfter: true,
  notBefore: true,
  overlap: true,
  sequence: true,
  total: true,
}

/** True of a rule on rows together. */
export function isSetRule<T extends { kind: string }>(rule: T): rule is T & { kind: SetRule['kind'] } {
  return rule.kind in kinds
}

/** The fields of its own dataset that a set rule reads, the dataset's key and event time aside. */
export function fieldsOfSetRule(rule: SetRule): string[] {
  const conditions = 'when' in rule ? (rule.when ?? []).map(({ field }) => field) : []
  switch (rule.kind) {
    case 'unique':
    case 'single':
      return [...rule.fields, ...conditions]
    case 'mutual':
    case 'reference':
      return [rule.field, ...conditions]
    case 'notAfter':
    case 'notBefore':
      return [rule.field, ...(rule.key ? [rule.key] : []), ...conditions]
    case 'overlap':
      return [...rule.fields, rule.from, rule.until, ...conditions]
    case 'sequence':
      return [rule.field, ...rule.fields, ...(rule.order ? [rule.order] : []), ...conditions]
    case 'total':
      return [rule.field, ...rule.fields, ...conditions]
  }
}

/** The registers that a rule looks into, other than its own. */
export function registersOf(rule: { kind: string; datasets?: string[] }): string[] {
  return isSetRule(rule) && rule.datasets ? rule.datasets : []
}
