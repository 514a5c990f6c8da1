import { catalogue } from '../catalog/catalogue.ts'
import { foundationOf } from '../catalog/lookup.ts'

/**
 * Pairs of golden records of one body whose codes are both in force: what the verifier of codes must find. Names
 * are the demo's own for each organisation, so that no other body shares them.
 */
export function twoCodes(
  foundationId: string,
  records: Record<string, unknown>[],
): Record<string, unknown>[] {
  const { codeCheck, key } = foundationOf(catalogue, foundationId)
  if (!codeCheck) return []
  const { name, division, status, inForce, exceptPrefixes } = codeCheck
  const valid = records.filter(
    (record) =>
      record.record_status === 'confirmed' &&
      inForce.includes(String(record[status])) &&
      !exceptPrefixes.some((prefix) => String(record[key]).startsWith(prefix)),
  )
  return valid.flatMap((one) =>
    valid
      .filter((other) => String(one[key]) < String(other[key]))
      .filter((other) => one[name] === other[name] && one[division] === other[division])
      .map((other) => ({
        foundation: foundationId,
        uscc: one[key],
        kind: 'two_codes',
        other_code: other[key],
      })),
  )
}
