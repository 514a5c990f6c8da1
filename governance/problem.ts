import { type ErrorCode, isTransient, ShuyuanError } from '../core/errors.ts'
import type { TextFields } from '../core/locale.ts'
import type { Problem } from '../warehouse/ledger/json.ts'

/** A problem as the ledger keeps it: what is not known is null. A code that begins with `error.` is one of ours. */
export function problem<const Code extends string>(
  code: Code extends `error.${string}` ? `error.${ErrorCode}` : Code,
  fields: TextFields,
): Problem {
  return {
    code,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null])),
  }
}

/** A caught failure as a problem to report. Failures that are not ours, or may pass by themselves, are thrown on. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ShuyuanError) || isTransient(error)) throw error
  return errorProblem(error)
}

/** An error of ours as a problem to report. */
export function errorProblem({ code, fields }: ShuyuanError): Problem {
  return problem(`error.${code}`, { ...fields, severity: 'error' })
}
