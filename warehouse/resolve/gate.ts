import type { Foundation } from '../../catalog/foundation.ts'
import type { TextFields } from '../../core/locale.ts'
import './locale.ts'

/** Why a release may not be published; the wording is under `code`. */
export interface GateFinding {
  code: string
  fields: TextFields
}

/**
 * Judges a build before it is published: the golden records may not fall below the foundation's share of the
 * last release. Empty: it may be published.
 */
export function gate(input: {
  foundation: Foundation
  counts: { golden: number }
  last?: { golden: number } | undefined
}): GateFinding[] {
  const { foundation, counts, last } = input
  const least = Math.ceil((last?.golden ?? 0) * foundation.minShareOfLast)
  if (counts.golden >= least) return []
  const fields = {
    foundation: foundation.id,
    golden: counts.golden,
    last: last?.golden ?? 0,
    least,
    severity: 'error',
  }
  return [{ code: 'resolve.shrunk', fields }]
}
