import { ShuyuanError } from '../../core/errors.ts'
import './locale_objections.ts'

/** Separators that people put into numbers: `138 0000 1111`, `150102-19900101-0018`. */
const SEPARATORS = /(?<=[0-9Xx])[\s\-_.·:,]{1,2}(?=[0-9Xx])/gu
const NUMBERS = [
  /\d{17}[\dXx]/, // citizen identity number, GB 11643
  /(?<!\d)\d{15}(?!\d)/, // the same in its form of 15 digits
  /(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)/, // mobile number
  /(?<![0-9A-Za-z])(?=(?:[A-Za-z]*\d){6})[0-9A-Za-z]{18}(?![0-9A-Za-z])/, // unified social credit code, GB 32100
]

/** True of a text that holds anything like an identity number, a credit code or a mobile number, however written. */
export function hasPersonalData(text: string): boolean {
  const plain = text.normalize('NFKC')
  const joined = plain.replace(SEPARATORS, '')
  return NUMBERS.some((number) => number.test(plain) || number.test(joined))
}

/**
 * Guards free text on its way into the ledger, which never holds personal data.
 * @throws ShuyuanError `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export function refusePersonalData(text: string): string {
  if (text.trim() === '') throw new ShuyuanError('ledger.empty_text')
  if (hasPersonalData(text)) throw new ShuyuanError('ledger.personal_data_in_text')
  return Buffer.from(text.trim().replaceAll('\0', ' '), 'utf8').toString('utf8')
}
