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
  const registers = registersOf(dataset)
  if (!registers) return 'known'
  const found: Row[] = []
  for (const id of registers) for (const row of rows[id] ?? []) if (keyOf(row) === key) found.push(row)
  // In the register under another number or code: known by its former one.
  if (found.length === 0) return registers.some((id) => rows[id]?.length) ? 'unsure' : 'stranger'
  const early = found.some((row) => initial.has(`${row.dataset}:${row.seq}`))
  return early && found.every((row) => row.operation !== 'D') ? 'known' : 'unsure'
}

const known = new Map<string, readonly string[] | null>()

/** The registers that the keys of a register must be found in; null where there is no such rule. */
function registersOf({ id, key, rules }: Dataset): readonly string[] | null {
  const before = known.get(id)
  if (before !== undefined) return before
  const rule = rules.find((each) => each.kind === 'reference' && each.field === key)
  const found = rule?.kind === 'reference' ? rule.datasets : null
  known.set(id, found)
  return found
}
