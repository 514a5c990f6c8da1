import type { CitizenIdForm } from '../../catalog/rule.ts'
import { citizenIdCheck, licenceIdCheck, orgCodeCheck, usccCheck } from '../check_digits.ts'
import { licencePrefix, licenceShape, shortestSerial } from '../facts/licence_id.ts'
import { orgCodeShape } from '../facts/org_code.ts'
import { leagues, provinces, residents } from '../facts/places.ts'
import { usccCategories, usccShape } from '../facts/uscc.ts'
import { fold, fully, isAscii, type RowContext } from './context.ts'
import { isShapedCitizenId, readField, type Value } from './values.ts'

/** GB 11643, character by character. */
export function citizenIdBroken(
  part: 'shape' | 'date' | 'check' | 'place' | 'age',
  { text, value }: Value,
  { last, firstBirthday }: Pick<RowContext, 'last' | 'firstBirthday'>,
): boolean {
  if (text === null || value === null) return false
  if (!isShapedCitizenId(text)) return part === 'shape'
  const day = readField(
    'date',
    undefined,
    `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`,
  )
  switch (part) {
    case 'shape':
      return false
    case 'date':
      return day.value === null || day.value > last
    case 'check':
      return value.charAt(17) !== citizenIdCheck(value)
    case 'place':
      return !isKnownPlace(value)
    case 'age':
      return day.value !== null && firstBirthday !== undefined && day.value < firstBirthday
  }
}

function isKnownPlace(id: string): boolean {
  if (id.startsWith('9')) return provinces.includes(id.slice(1, 3))
  if (id.startsWith('8')) return Object.values(residents).includes(id.slice(0, 6))
  if (id.startsWith('15')) return leagues.includes(id.slice(0, 4))
  return provinces.includes(id.slice(0, 2))
}

export function citizenFormBroken(forms: readonly CitizenIdForm[], { text, value }: Value): boolean {
  return text !== null && value !== null && isShapedCitizenId(text) && !forms.includes(formOf(text, value))
}

function formOf(text: string, id: string): CitizenIdForm {
  if (text.length === 15) return 'legacy'
  if (id.startsWith('9')) return 'foreign'
  if (id.startsWith(residents.hongkong)) return 'hongkong'
  if (id.startsWith(residents.macao)) return 'macao'
  return id.startsWith(residents.taiwan) ? 'taiwan' : 'mainland'
}

export function isUscc(text: string | null): text is string {
  return text !== null && fully(text, usccShape)
}

/** GB 32100, with the organisation code of GB 11714 inside. */
export function usccBroken(
  part: 'shape' | 'org_code' | 'check' | 'category' | 'place',
  text: string,
): boolean {
  if (!isUscc(text)) return part === 'shape'
  switch (part) {
    case 'shape':
      return false
    case 'org_code':
      return orgCodeCheck(text.slice(8)) !== text.charAt(16)
    case 'check':
      return usccCheck(text) !== text.charAt(17)
    case 'category':
      return !usccCategories.includes(text.slice(0, 2))
    case 'place': {
      const place = text.slice(2, 6)
      if (text.startsWith('A') || place.startsWith('10')) return false
      return place.startsWith('15') ? !leagues.includes(place) : !provinces.includes(place.slice(0, 2))
    }
  }
}

export function usccKindBroken(
  kind: string,
  uscc: string | null,
  kinds: readonly { word: string; categories: string[] }[],
): boolean {
  if (!isUscc(uscc) || !usccCategories.includes(uscc.slice(0, 2))) return false
  return kinds.some(
    ({ word, categories }) => kind.includes(word) && !categories.some((start) => uscc.startsWith(start)),
  )
}

/** Upper case of a text that is all ASCII. */
function folded(text: string): string {
  const half = fold(text)
  return isAscii(half) ? half.toUpperCase() : half
}

export function orgCodeBroken(part: 'shape' | 'check', text: string): boolean {
  const code = folded(text)
  if (!fully(code, orgCodeShape)) return part === 'shape'
  return part === 'check' && orgCodeCheck(code) !== code.slice(-1)
}

export function orgCodeOfBroken(text: string, uscc: string | null): boolean {
  const code = folded(text)
  return fully(code, orgCodeShape) && isUscc(uscc) && code.replace('-', '') !== uscc.slice(8, 17)
}

export function licenceIdBroken(part: 'shape' | 'check' | 'authority' | 'serial', text: string): boolean {
  if (!fully(text, licenceShape)) return part === 'shape'
  const [type = '', ...rest] = text.slice(licencePrefix.length, -1).split('.')
  if (part === 'check') return licenceIdCheck([type, ...rest].join('')) !== text.slice(-1)
  if (part === 'serial') return (rest[1]?.length ?? 0) < shortestSerial
  const authority = type.slice(0, 18)
  return part === 'authority' && (usccBroken('check', authority) || usccBroken('org_code', authority))
}

export function licencePartBroken(text: string, part: 'type' | 'issuer', licence: string | null): boolean {
  if (licence === null || !fully(licence, licenceShape)) return false
  return folded(text) !== licence.slice(licencePrefix.length).split('.')[part === 'type' ? 0 : 1]
}

export function subjectIdBroken(
  part: 'shape' | 'date' | 'check',
  kind: string | null,
  subject: Value,
  context: RowContext,
): boolean {
  const { text } = subject
  if (text === null) return false
  if (kind === '1') return citizenIdBroken(part, subject, context)
  if (kind !== '2') return part === 'shape' && [...text].length !== 18
  if (part === 'check') return usccBroken('check', text) || usccBroken('org_code', text)
  return part === 'shape' && !isUscc(text)
}

/** Male with an even, or female with an odd 17th digit. */
export function sexBroken(sex: string, id: string | null): boolean {
  const digit = id && /^[0-9]{17}/.test(id) && id.length === 18 ? Number(id.charAt(16)) : undefined
  return digit !== undefined && ((sex === '1' && digit % 2 === 0) || (sex === '2' && digit % 2 === 1))
}
