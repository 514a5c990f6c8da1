import { ShuyuanError } from '../core/errors.ts'
import type { Problem } from './platform.ts'

/** A caught failure as a problem to report. Failures that are not ours, or may pass by themselves, are thrown on. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ShuyuanError) || error.kind === 'transient') throw error
  const fields = Object.fromEntries(Object.entries(error.fields).map(([name, value]) => [name, value ?? null]))
  return { code: `error.${error.code}`, fields: { ...fields, severity: 'error' } }
}
