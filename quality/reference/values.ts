import { currentDivisionCodes, historicalDivisions } from '../../catalog/divisions.ts'
import type { ElementType } from '../../catalog/element.ts'
import { withoutBlanks } from '../../core/blanks.ts'
import { citizenIdCheck } from '../check_digits.ts'
import { nullMarkers } from '../normalise/null_markers.ts'
import { TEXT_NUMBER } from '../normalise/text.ts'
import { isAscii, patternOf, type Value } from './context.ts'
import { dayInChina, readDay, readInstant } from './moments.ts'
import { standardPhone } from './phone.ts'

const nothing: Value = { text: null, value: null }

/**
 * Normalises and types one received text.
 * @param codes of the field's code table
 */
export function readField(
  type: ElementType,
  mapping: Record<string, string> | undefined,
  received: string | null,
  codes: readonly string[] = [],
): Value {
  const bare =
    type === 'geometry' ? withoutBlanks(received ?? '') : meant(withoutBlanks(received ?? ''), type, mapping)
  if (bare === '') return nothing
  const half = fold(bare)
  const own = type === 'code' ? [...codes, ...Object.keys(mapping ?? {})] : Object.keys(mapping ?? {})
  const written = own.includes(half) ? half : wholeNumber(type, half, own)
  const code = mapping && Object.hasOwn(mapping, written) ? (mapping[written] ?? written) : written
  switch (type) {
    case 'text':
      return { text: bare, value: bare }
    case 'personName':
      return same(bare.replace(/[•．・‧∙]/g, '·'))
    case 'phone':
      return same(standardPhone(wholeNumber(type, half, [])))
    case 'code':
      return same(code)
    case 'division':
      return division(code)
    case 'uscc':
    case 'subjectId':
    case 'licenceId':
      return same(isAscii(half) ? half.toUpperCase() : half)
    case 'citizenId':
      return citizenId(half.endsWith('x') ? `${half.slice(0, -1)}X` : half)
    case 'date':
      return { text: half, value: readDay(half) }
    case 'datetime':
      return instant(half)
    case 'integer':
      return { text: half, value: integer(half) }
    case 'decimal':
      return { text: half, value: decimal(half) }
    case 'geometry':
      return { text: bare, value: null }
  }
}

/** The digits before `.0` where they are a value of the field: a code, a division or a phone number. */
function wholeNumber(type: ElementType, half: string, own: readonly string[]): string {
  const digits = /^([0-9]{1,15})[.]0+$/.exec(half)?.[1]
  if (digits === undefined) return half
  const isMeant =
    own.includes(digits) ||
    (type === 'division' && [6, 9, 12].includes(digits.length)) ||
    (type === 'phone' && digits.length >= 7)
  return isMeant ? digits : half
}

/** 17 digits and a digit or X, or the 15 digits of before 1999. */
export function isShapedCitizenId(text: string): boolean {
  return /^([0-9]{17}[0-9X]|[0-9]{15})$/.test(text)
}

function same(text: string): Value {
  return { text, value: text }
}

/** Without the signs of a spreadsheet that it is a text; nothing, where it stands for no value. */
function meant(text: string, type: ElementType, mapping: Record<string, string> | undefined): string {
  if (nullMarkers(type, mapping).includes(text)) return ''
  if (text.startsWith('="') && text.endsWith('"') && [...text].length > 2)
    return withoutBlanks(text.slice(2, -1))
  const isText = type === 'text' || type === 'personName'
  const isMarked = isText ? patternOf(`^(?:${TEXT_NUMBER})$`).test(text) : text.startsWith("'")
  return isMarked ? withoutBlanks(text.slice(1)) : text
}

function fold(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0))
}

function division(code: string): Value {
  const former = historicalDivisions.find((each) => each.code === code)
  if (currentDivisionCodes.includes(code)) return { text: code, value: code, known: true }
  return { text: code, value: former?.successor ?? code, known: former !== undefined }
}

function citizenId(text: string): Value {
  const century = /99[6-9]$/.test(text) ? '18' : '19'
  const head = `${text.slice(0, 6)}${century}${text.slice(6)}`
  const value = /^[0-9]{15}$/.test(text) ? head + citizenIdCheck(head) : text
  const numeric = /^[0-9]{17}/.test(value) && [...value].length === 18
  const born = numeric ? readDay(value.slice(6, 14)) : null
  return { text, value, ...(born ? { day: born } : {}) }
}

/** The value is in microseconds since 1970, as text. */
function instant(text: string): Value {
  const micros = readInstant(text)
  return micros === null ? { text, value: null } : { text, value: String(micros), day: dayInChina(micros) }
}

function integer(text: string): string | null {
  const bare = withoutSeparators(text)
  const found = /^([+-]?)([0-9]{1,18})$/.exec(bare) ?? /^([+-]?)([0-9]{1,15})[.]0*$/.exec(bare)
  return found && String(BigInt(`${found[1] === '-' ? '-' : ''}${found[2]}`))
}

/** Commas go where there are two groups of three digits, or one before a point. */
function withoutSeparators(text: string): string {
  const grouped = /^[+-]?[1-9][0-9]{0,2}((?:,[0-9]{3})+)([.][0-9]*)?$/.exec(text)
  const isClear = grouped && ((grouped[1] ?? '').length > 4 || grouped[2] !== undefined)
  return isClear ? text.replaceAll(',', '') : text
}

function decimal(text: string): string | null {
  const bare = withoutSeparators(text)
  const found =
    /^([+-]?)([0-9]{1,14})(?:[.](?:([0-9]{1,4})0*)?)?$/.exec(bare) ??
    /^([+-]?)()[.]([0-9]{1,4})0*$/.exec(bare)
  if (!found) return null
  const units = BigInt(`${found[2]}${(found[3] ?? '').padEnd(4, '0')}`)
  const digits = String(units).padStart(5, '0')
  return `${found[1] === '-' && units > 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
}
