/**
 * Check digits of identity numbers and social credit codes, written for the demo from the standards alone.
 * `quality/` has its own: the duplication is meant, so that the truth does not depend on the code it judges.
 */

const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** The 18-character identity number of its first 17 digits (GB 11643-1999). */
export function citizenId(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (CITIZEN_WEIGHTS[i] as number)
  return first17 + '10X98765432'.charAt(sum % 11)
}

/** The 9-character organisation code of its first 8 characters (GB 11714). */
export function organisationCode(first8: string): string {
  let sum = 0
  for (let i = 0; i < 8; i++) sum += Number.parseInt(first8.charAt(i), 36) * (ORG_WEIGHTS[i] as number)
  const check = 11 - (sum % 11)
  return first8 + (check === 10 ? 'X' : check === 11 ? '0' : String(check))
}

/** The 18-character social credit code of its first 17 characters (GB 32100-2015). */
export function uscc(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += USCC_ALPHABET.indexOf(first17.charAt(i)) * (USCC_WEIGHTS[i] as number)
  return first17 + USCC_ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** `value` in `length` characters of the credit code's alphabet. */
export function usccDigits(value: number, length: number): string {
  let rest = value
  let text = ''
  for (let i = 0; i < length; i++) {
    text = USCC_ALPHABET.charAt(rest % 31) + text
    rest = Math.floor(rest / 31)
  }
  return text
}

/** Another character of the same kind, for a check digit that is wrong. */
export function otherCheck(text: string): string {
  const last = text.charAt(text.length - 1)
  return text.slice(0, -1) + (last === '7' ? '3' : '7')
}
