/**
 * The check character of an electronic licence's identifier (GB/T 36904: ISO 7064 MOD 37,36), written for the
 * demo from the standard alone, as those of `check_digits.ts`.
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The check character of type, issuer, serial and version, written without dots. */
export function licenceCheck(text: string): string {
  let product = 36
  for (const character of text) {
    const sum = (product + ALPHABET.indexOf(character)) % 36
    product = ((sum === 0 ? 36 : sum) * 2) % 37
  }
  return ALPHABET.charAt((37 - product) % 36)
}

/** The identifier `1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>`. */
export function licenceId(type: string, issuer: string, serial: string, version: string): string {
  return `1.2.156.3005.2.${type}.${issuer}.${serial}.${version}.${licenceCheck(type + issuer + serial + version)}`
}
