import type { Dataset } from '../../catalog/dataset.ts'
import type { Row } from '../emitter.ts'
import { extractsOn } from '../extracts.ts'
import { keyOf } from '../identity.ts'

const initial = new Set(
  extractsOn()
    .filter((each) => each.stage === 'initial')
    .map((each) => `${each.dataset}:${each.seq}`),
)

/**
 * Whether the registers that a record's key must be found in have its subject: from the first stage on and for
 * good, not at all, or so that it depends on when one looks.
 */
export function standingOf(
  dataset: Dataset,
  key: string,
  rows: Record<string, readonly Row[]>,
): 'known' | 'stranger' | 'unsure' {
  const rule = dataset.rules.find((each) => each.kind === 'reference' && each.field === dataset.key)
  if (rule?.kind !== 'reference') return 'known'
  const found = rule.datasets.flatMap((id) => (rows[id] ?? []).filter((row) => keyOf(row) === key))
  if (found.length === 0) return 'stranger'
  const early = found.some((row) => initial.has(`${row.dataset}:${row.seq}`))
  return early && found.every((row) => row.operation !== 'D') ? 'known' : 'unsure'
}
