import type { Dataset } from '../../catalog/dataset.ts'
import type { Values } from '../faults/kind.ts'

/**
 * Codes of what is unusual about values that a department holds in good faith: a birth date or a sex that is not
 * the identity number's. Only where the register lets it pass.
 */
export function rowWarnings(dataset: Dataset, values: Values): string[] {
  return dataset.rules.flatMap((rule) => {
    if (rule.kind === 'birthDateMatchesId') {
      const born = values[rule.field]?.replaceAll('-', '')
      return born && born !== values[rule.id]?.slice(6, 14) ? ['birth_date.mismatch'] : []
    }
    if (rule.kind === 'sexMatchesId') {
      const sex = values[rule.field]
      const odd = Number(values[rule.id]?.charAt(16)) % 2 === 1
      return (sex === '1' && !odd) || (sex === '2' && odd) ? ['sex.mismatch'] : []
    }
    return []
  })
}
