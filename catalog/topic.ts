import { z } from 'zod'
import { defined } from './bad_entry.ts'
import { idSchema, nameSchema } from './names.ts'

/** DuckDB types of a topic's columns. */
export const topicColumnTypes = ['VARCHAR', 'DATE', 'BIGINT', 'DECIMAL(18,4)', 'BOOLEAN'] as const

/** What every row of a topic, or the topic as a whole, must fulfil before it is published. */
export const topicCheckSchema = z.discriminatedUnion('kind', [
  /** No value below zero. */
  z.strictObject({ kind: z.literal('notNegative'), columns: z.array(idSchema).min(1) }),
  /** Every row has a value. */
  z.strictObject({ kind: z.literal('given'), columns: z.array(idSchema).min(1) }),
  /** Two columns have the same sum in every group: what moves out of one place moves into another. */
  z.strictObject({ kind: z.literal('equalSums'), left: idSchema, right: idSchema, by: idSchema }),
  /** As many rows as the input: one for each of its records. */
  z.strictObject({ kind: z.literal('oneRowEach'), input: z.string() }),
  /** A column is given exactly where the other is above zero. */
  z.strictObject({ kind: z.literal('together'), count: idSchema, given: idSchema }),
])
export type TopicCheck = z.infer<typeof topicCheckSchema>

/** A topic database (主题库): a table made of the published foundations by one query, with a gate of its own. */
export const topicSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  abstract: nameSchema,
  /** Raised with every change of the query, so that the topic is built anew. */
  version: z.number().int().positive(),
  /** Released tables that it is made of: `base/<foundation>`, `history/<dataset>`. */
  inputs: z.array(z.string().regex(/^(base|history)\/[a-z][a-z0-9_]*$/)).min(1),
  columns: z
    .array(
      z.strictObject({
        id: idSchema,
        name: nameSchema,
        type: z.enum(topicColumnTypes),
        unit: nameSchema.optional(),
      }),
    )
    .min(1),
  /** Columns that tell the rows apart, and their order in the table. */
  key: z.array(idSchema).min(1),
  gate: z.strictObject({
    /** The rows may not fall below this share of the last release's. */
    minShareOfLast: z.number().min(0).max(1).default(0.9),
    checks: z.array(topicCheckSchema).default([]),
  }),
})
export type Topic = z.infer<typeof topicSchema>

export function defineTopic(topic: z.input<typeof topicSchema>): Topic {
  return defined(topicSchema, defineTopic, topic)
}
