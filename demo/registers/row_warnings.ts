import type { Dataset } from '../../catalog/dataset.ts'
import type { Values } from '../faults/kind.ts'

/**
 * Finds the codes of what is unusual about values that a department holds in good faith: a birth date or a sex that is
 * not the identity number's. Only where the register lets it pass.
 */
export function rowWarnings({ rules }: Dataset): (values: Values) => string[] {
  const births = rules.filter((rule) => rule.kind === 'birthDateMatchesId')
  const sexes = rules.filter((rule) => rule.kind === 'sexMatchesId')
  return (values) => {
    const found: string[] = []
    for (const { field, id } of births) {
      const born = values[field]?.replaceAll('-', '')
      if (born && born !== values[id]?.slice(6, 14)) found.push('birth_date.mismatch')
    }
    for (const { field, id } of sexes) {
      const sex = values[field]
      const odd = Number(values[id]?.charAt(16)) % 2 === 1
      if ((sex === '1' && !odd) || (sex === '2' && odd)) found.push('sex.mismatch')
    }
    return found
  }
}
