import { z } from 'zod'
import { defined } from './bad_entry.ts'
import { idSchema, nameSchema } from './names.ts'

/** A foundational database (Article 18): the golden records of one kind of subject. */
export const foundationSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  /** Column of the key in the golden table, and the element that it carries. */
  key: idSchema,
  keyElement: z.string(),
  /** Column of the division that row scopes of requests filter by. */
  divisionColumn: idSchema,
  /** Datasets that bring records, in the order of their columns. */
  datasets: z.array(idSchema).min(1),
  /** A record unknown to all of these is unconfirmed. */
  confirmedBy: z.array(idSchema).min(1),
  /**
   * The register of changed keys: its field `former` held the subject before its key did. Records under a former
   * key count as the subject's own, so that one subject never has two golden records.
   */
  keyChanges: z
    .object({
      dataset: idSchema,
      former: idSchema,
      /** Its field of the day of the change. */
      day: idSchema.optional(),
      /**
       * Its field of the reason: codes by which one of two subjects changes and the other keeps the former key, and the
       * elements that a code corrects.
       */
      reason: z
        .object({
          field: idSchema,
          keeps: z.array(z.string()).default([]),
          corrects: z.record(z.string(), z.array(z.string())).default({}),
        })
        .optional(),
      /**
       * Elements by which the registers that answer for the keys tell two subjects apart, the name first: where a former
       * key is still in force there, for whom?
       */
      tells: z.array(z.string()).default([]),
    })
    .optional(),
  /** Column of the last day on which a record may be shown (retention limit); later it is marked expired. */
  shownUntil: idSchema.optional(),
  /**
   * Verification of the codes that several registers give out (Article 14, item 8): who verifies, and the columns by
   * which two codes are seen to be one body's. Keys with one of the prefixes may share name and division.
   */
  codeCheck: z
    .object({
      by: idSchema,
      name: idSchema,
      division: idSchema,
      status: idSchema,
      inForce: z.array(z.string()),
      exceptPrefixes: z.array(z.string()).default([]),
    })
    .optional(),
  /** Number of hash buckets that the tables are partitioned into. Changing it needs a full rebuild. */
  buckets: z.number().int().positive(),
  /** The release gate: the golden record count may not fall below this share of the last release. */
  minShareOfLast: z.number().min(0).max(1).default(0.9),
})
export type Foundation = z.infer<typeof foundationSchema>

export function defineFoundation(foundation: z.input<typeof foundationSchema>): Foundation {
  return defined(foundationSchema, defineFoundation, foundation)
}
