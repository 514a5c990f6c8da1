/**
 * Checks that a value passes or fails by arithmetic, whatever the register says: check digits, dates that do not exist,
 * what an identity number itself says. That the data are right all the same is believed of two persons only.
 */
export const mathematicalCodes: readonly string[] = [
  'citizen_id.check',
  'citizen_id.date',
  'subject_id.check',
  'subject_id.date',
  'uscc.check',
  'uscc.org_code',
  'org_code.check',
  'licence_id.check',
  'birth_date.mismatch',
  'sex.mismatch',
  'date.invalid',
  'datetime.invalid',
]

export function isMathematical(code: string | null): boolean {
  return code !== null && mathematicalCodes.includes(code)
}
