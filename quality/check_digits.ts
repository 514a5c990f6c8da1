const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const FULL = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of the first 17 digits of a citizen identity number (GB 11643). */
export function citizenIdCheck(head: string): string {
  return '10X98765432'.charAt(weighted(head, FULL, WEIGHTS) % 11)
}

/** Check character of the first 17 characters of a unified social credit code (GB 32100). */
export function usccCheck(head: string): string {
  return ALPHABET.charAt((31 - (weighted(head, ALPHABET, USCC_WEIGHTS) % 31)) % 31)
}

/** Check character of the first 8 characters of an organisation code (GB 11714). */
export function orgCodeCheck(head: string): string {
  const c = 11 - (weighted(head, FULL, ORG_WEIGHTS) % 11)
  return c === 10 ? 'X' : c === 11 ? '0' : String(c)
}

/** Check character of type, issuer, serial number and version of a licence identifier (ISO 7064 MOD 37,36). */
export function licenceIdCheck(body: string): string {
  let sum = 36
  for (const character of body) sum = (2 * ((sum + FULL.indexOf(character)) % 36 || 36)) % 37
  return FULL.charAt((37 - sum) % 36)
}

function weighted(text: string, alphabet: string, weights: number[]): number {
  return weights.reduce((sum, weight, at) => sum + alphabet.indexOf(text.charAt(at)) * weight, 0)
}
