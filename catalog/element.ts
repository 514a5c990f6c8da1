import { z } from 'zod'
import { defined } from './bad_entry.ts'
import { maskIds } from './masks.ts'
import { elementIdSchema, fieldRefSchema, idSchema, nameSchema } from './names.ts'

/** Grades of general data, L1 (public) to L4 (identity numbers, health); local practice under GB/T 43697-2024. */
export const gradings = ['L1', 'L2', 'L3', 'L4'] as const

/**
 * What a value is. The type fixes how a received text is normalised and cast (`valueTypes`),
 * which rules always apply, and its type in the lake.
 */
export const elementTypes = [
  'citizenId', // GB 11643, stored as 18 characters
  'uscc', // GB 32100, stored as 18 characters
  'personName', // middle dot normalised to U+00B7
  'text',
  'code', // a member of `codeTable`
  'division', // GB/T 2260, 6 digits
  'date',
  'datetime', // an instant; received without zone means Asia/Shanghai
  'integer',
  'decimal', // DECIMAL(18, 4)
  'phone',
  'subjectId', // a citizenId or a uscc, told apart by another field (rule `subjectId`), stored as 18 characters
  'licenceId', // GB/T 36904, stored with dots
  'geometry', // received as GeoJSON, WKT or hexadecimal WKB; stored as WKB, CGCS2000 longitude-latitude
] as const

/**
 * A source with its part in a division of labour (Article 13, second paragraph): the first characters of the keys
 * that it answers for, or the values of one of its dataset's code fields, or both. The scopes of one element's
 * sources are disjoint; field scopes are compared between fields that carry the same element.
 */
export const scopedSourceSchema = z
  .object({
    field: fieldRefSchema,
    keyPrefixes: z.array(z.string().min(1)).default([]),
    when: z.strictObject({ field: idSchema, in: z.array(z.string().min(1)).min(1) }).optional(),
  })
  .refine((source) => source.keyPrefixes.length > 0 || source.when !== undefined, 'a scope is needed')

/** One data item of a foundation, with its one standard and its one authority (Article 13). */
export const elementSchema = z.strictObject({
  id: elementIdSchema,
  name: nameSchema,
  type: z.enum(elementTypes),
  codeTable: z.string().optional(),
  unit: z.string().optional(),
  maxLength: z.number().int().positive().optional(),
  grading: z.enum(gradings),
  mask: z.enum(maskIds),
  /** The one field that is the source; or several whose key scopes are disjoint (division of labour). */
  authority: z.union([fieldRefSchema, z.array(scopedSourceSchema).min(2)]),
  /** Copies that may stand in, in this order, while the authority has no record; marked provisional. */
  fallbacks: z.array(fieldRefSchema).default([]),
  standard: z.string().optional(),
})
export type Element = z.infer<typeof elementSchema>
export type ElementType = (typeof elementTypes)[number]
export type Grading = (typeof gradings)[number]

export function defineElement(element: z.input<typeof elementSchema>): Element {
  return defined(elementSchema, defineElement, element)
}

export type ScopedSource = z.infer<typeof scopedSourceSchema>

/** The fields that are sources of an element, with their scopes (no prefix, no condition: every record). */
export function sourcesOf(element: Element): ScopedSource[] {
  return typeof element.authority === 'string'
    ? [{ field: element.authority, keyPrefixes: [] }]
    : element.authority
}
