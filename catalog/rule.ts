import { z } from 'zod'
import { extractRules } from './extract_rule.ts'
import { idSchema } from './names.ts'
import { ruleBase as base, ruleOnField as one } from './rule_base.ts'
import { setRules } from './set_rule.ts'

export { type Severity, severities } from './rule_base.ts'

/** The twenty indicators of GB/T 36344-2018, by dimension. */
export const indicators = {
  conformity: ['data_standard', 'data_model', 'metadata', 'business_rule', 'reference_data', 'security'],
  completeness: ['element_completeness', 'record_completeness'],
  accuracy: ['content_correctness', 'format_compliance', 'duplication', 'uniqueness', 'dirty_data'],
  consistency: ['same_data', 'related_data'],
  timeliness: ['period_correctness', 'point_timeliness', 'sequence'],
  accessibility: ['accessible', 'available'],
} as const
export type Dimension = keyof typeof indicators

/** A rule is data. Row rules judge one row; set rules a whole dataset; extract rules the extract itself. */
export const ruleSchema = z.discriminatedUnion('kind', [
  // row rules on one field
  z.object({ kind: z.literal('required'), ...one }),
  z.object({ kind: z.literal('citizenId'), ...one }), // shape, date, check; 15 digits are repaired
  z.object({ kind: z.literal('uscc'), ...one, authorities: z.array(z.string().length(1)).optional() }),
  z.object({ kind: z.literal('code'), ...one, table: z.string() }),
  z.object({ kind: z.literal('date'), ...one, allowFuture: z.boolean().default(false) }),
  z.object({ kind: z.literal('pattern'), ...one, pattern: z.string() }),
  z.object({
    kind: z.literal('length'),
    ...one,
    min: z.number().int().optional(),
    max: z.number().int().optional(),
  }),
  z.object({ kind: z.literal('range'), ...one, min: z.number().optional(), max: z.number().optional() }),
  // row rules across fields
  z.object({ kind: z.literal('dateOrder'), ...base, earlier: idSchema, later: idSchema }),
  z.object({ kind: z.literal('birthDateMatchesId'), ...one, id: idSchema }),
  z.object({ kind: z.literal('sexMatchesId'), ...one, id: idSchema }),
  z.object({ kind: z.literal('subjectId'), ...one, kindField: idSchema }), // kind 1: citizenId, 2: uscc
  z.object({ kind: z.literal('licenceId'), ...one }), // GB/T 36904 shape and MOD 37,36 check
  z.object({
    // every check of a geometry; `division`: the field of the division in whose extent it must lie
    kind: z.literal('geometry'),
    ...one,
    division: idSchema.optional(),
    types: z.array(
      z.enum(['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon']),
    ),
    maxArea: z.number().positive().optional(), // square metres
  }),
  ...setRules,
  ...extractRules,
])
export type Rule = z.infer<typeof ruleSchema>
export type RuleInput = z.input<typeof ruleSchema>
