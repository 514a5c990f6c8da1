import { z } from 'zod'
import { ruleBase as base } from './rule_base.ts'

/** Rules on an extract as a whole. */
export const extractRules = [
  z.strictObject({
    kind: z.literal('rowCount'),
    ...base,
    min: z.number().int().optional(),
    minShareOfLast: z.number().optional(),
  }),
  /** The extract is not older than the update cycle allows; `cities`: nor are those of a league or city that kept it before. */
  z.strictObject({ kind: z.literal('freshness'), ...base, cities: z.boolean().optional() }),
  /** The number of rows against the extracts before; see docs/drift.md. */
  z.strictObject({
    kind: z.literal('volume'),
    ...base,
    /** Extracts of the same mode that there must be. */
    minHistory: z.number().int().min(3).default(5),
    /** How many robust standard deviations the number may lie from the median. */
    deviations: z.number().positive().default(6),
    /** A smaller change, as a share of the median, is never an alarm. */
    minChange: z.number().positive().default(0.3),
  }),
  /** How the values are distributed, against the extracts before; see docs/drift.md. */
  z.strictObject({
    kind: z.literal('drift'),
    ...base,
    minHistory: z.number().int().min(1).default(3),
    /** Rows that an extract must have to be compared. */
    minRows: z.number().int().positive().default(500),
    /** Population stability index above which a distribution has moved. */
    maxIndex: z.number().positive().default(0.25),
    /** Change of a field's share of empty values. */
    maxNulls: z.number().positive().default(0.15),
  }),
  /** Columns that are missing, new or renamed are recorded as findings. */
  z.strictObject({ kind: z.literal('schema'), ...base }),
] as const
export type ExtractRule = z.infer<(typeof extractRules)[number]>
