import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'
import { redact } from '../../core/log.ts'
import './locale.ts'

/** Shapes of what the ledger keeps as jsonb. */
export const objectSchema = z.record(z.string(), z.unknown())
export const valuesSchema = z.record(z.string(), z.union([z.string(), z.number()]))
export const countsSchema = z.record(z.string(), z.number())
export const versionsSchema = z.record(z.string(), z.number().int().nonnegative())
const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** A finding in codes and fields; its wording lives in the locale tables. */
export const problemSchema = z.object({
  code: z.string(),
  fields: z.record(z.string(), fieldValue).default({}),
})
export type Problem = z.infer<typeof problemSchema>

/**
 * JSON text for a jsonb column. The last guard of the rule that no personal data enters the ledger: anything
 * shaped like an identity or mobile number is replaced, and characters that PostgreSQL cannot hold too.
 */
export function toJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? clean(item) : item)) ?? 'null'
  )
}

/** Text that PostgreSQL can hold (no NUL, no half surrogate pair) and that carries no personal number. */
export function clean(text: string): string {
  return redact(Buffer.from(text.replaceAll('\0', '\uFFFD'), 'utf8').toString('utf8'))
}

/** Parses a jsonb column that was read. @throws ShuyuanError `ledger.damaged` naming table, record and column */
export function fromJson<T>(schema: z.ZodType<T>, value: unknown, place: Place): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const reason = parsed.error.issues[0]?.message ?? ''
  throw new ShuyuanError('ledger.damaged', { ...place, reason })
}

export interface Place extends Record<string, string> {
  table: string
  record: string
  column: string
}
