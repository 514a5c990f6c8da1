import type { ZodType } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import '../locale.ts'

/** The parameters in their shape. @throws ShuyuanError `http.bad_query` naming them */
export function checked<T>(schema: ZodType<T>, query: Record<string, string>): T {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  const names = parsed.error.issues.map(({ path }) => path.map(String).join('.'))
  throw new ShuyuanError('http.bad_query', { names: [...new Set(names)].join(', ') })
}
