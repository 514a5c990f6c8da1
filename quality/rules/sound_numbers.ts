import { citizenIdCheck, licenceIdCheck, orgCodeCheck, usccCheck } from '../check_digits.ts'

/** An identity number with its right check character: division, birth date YYYYMMDD, sequence. */
export function citizenId(division: string, born: string, sequence = '001'): string {
  const head = `${division}${born}${sequence}`
  return head + citizenIdCheck(head)
}

/** A credit code with its right check characters: authority and category, division, eight characters. */
export function uscc(start: string, division = '150100', body = 'MATEAT01'): string {
  const head = `${start}${division}${body}${orgCodeCheck(body)}`
  return head + usccCheck(head)
}

/** A licence identifier with its right check character. */
export function licenceId(
  type: string,
  issuer = '11150000TEAT00015W',
  serial = 'TEST2026000001',
  version = '001',
): string {
  const check = licenceIdCheck(`${type}${issuer}${serial}${version}`)
  return `1.2.156.3005.2.${type}.${issuer}.${serial}.${version}.${check}`
}

/** The text with the character at `at` replaced. */
export function spoilt(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + 1)
}
