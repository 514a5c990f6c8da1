import type { Dataset } from '../../../catalog/dataset.ts'
import type { ElementType } from '../../../catalog/element.ts'
import { delimitersOf } from './dialect.ts'
import { type Dialect, readRecord } from './record.ts'

/** Records that must all fit before a file is believed to have no header. */
const SAMPLE = 50
const DAY = '[0-9]{1,4}[-/.年]?[0-9]{1,2}[-/.月]?[0-9]{1,4}日?'

/** How values of a type look, loosely: enough to tell data from names, and one column from another. */
const shapes: Partial<Record<ElementType, RegExp>> = {
  citizenId: /^([0-9]{17}[0-9Xx]|[0-9]{15})$/,
  uscc: /^[0-9A-Z]{18}$/i,
  licenceId: /^[0-9A-Z.]{20,}$/i,
  subjectId: /^[0-9A-Z]{15,18}$/i,
  date: new RegExp(`^${DAY}$`),
  datetime: new RegExp(`^${DAY}([T ].*)?$`),
  integer: /^[+-]?[0-9]{1,18}$/,
  decimal: /^[+-]?[0-9,]+([.][0-9]+)?$/,
  phone: /^[+0-9() -]{7,20}$/,
  division: /^[0-9]{2,12}$/,
  personName: /^[^0-9]+$/,
}
/** Types of which a column cannot be mistaken for a name or another text. */
const TELLING: readonly ElementType[] = ['citizenId', 'uscc', 'licenceId', 'subjectId', 'date', 'datetime']

/**
 * How the records of a file without a header are told apart: under a delimiter by which each of the first ones has
 * exactly the dataset's fields, in its order, every value as its field's type looks and every required one there.
 * Null when that is not so, or when no column is of a type that tells.
 */
export function recordsByOrder(
  bytes: Buffer,
  firstLine: string,
  dataset: Dataset,
  types: ReadonlyMap<string, ElementType>,
): Dialect | null {
  const expected = dataset.fields.map((field) => ({ field, type: types.get(field.id) ?? 'text' }))
  if (!expected.some(({ type }) => TELLING.includes(type))) return null
  const dialects = delimitersOf(firstLine).map((delimiter) => ({
    delimiter: Buffer.from(delimiter),
    quote: 0x22,
    padded: false,
  }))
  const isNeeded = (id: string, required: boolean) =>
    required || id === dataset.key || id === dataset.eventTime
  const fits = (values: (string | null)[]) =>
    values.length === expected.length &&
    expected.every(({ field, type }, at) => {
      const value = values[at]?.trim() ?? ''
      return value === '' ? !isNeeded(field.id, field.required) : (shapes[type]?.test(value) ?? true)
    })
  return dialects.find((dialect) => everyRecord(bytes, dialect, expected.length, fits)) ?? null
}

function everyRecord(
  bytes: Buffer,
  dialect: Dialect,
  mostFields: number,
  fits: (values: (string | null)[]) => boolean,
): boolean {
  let at = bytes[0] === 0xef ? 3 : 0
  for (let seen = 0; at < bytes.length && seen < SAMPLE; ) {
    const record = readRecord(bytes, at, bytes.length, dialect, { backslash: false, mostFields })
    if (typeof record === 'string') return record === 'more' && seen > 0
    if (record.values.some((value) => value !== null)) {
      if (!fits(record.values)) return false
      seen++
    }
    at = record.next
  }
  return true
}
