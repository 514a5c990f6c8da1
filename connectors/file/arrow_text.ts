import { isUtf8 } from 'node:buffer'
import {
  type Data,
  DateUnit,
  type Dictionary,
  type Field,
  TimeUnit,
  DataType as Type,
  Vector,
} from 'apache-arrow'
import { ROUNDED } from './types.ts'

/** The text of the value in a row of a column; null where it has none. */
export type ColumnText = (row: number) => string | null

/** A value that has no text: its column's type. */
export class NoText extends Error {
  readonly type: string
  constructor(type: string) {
    super(`no text: ${type}`)
    this.type = type
  }
}

interface Texts {
  text: ColumnText
  /** The value as JSON, for columns that hold it nested. */
  json: (row: number) => string
}

/** A list of nulls takes no bytes, whatever its length. */
const MOST_MEMBERS = 1 << 20
const PER_SECOND = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
} as const
const DAY_SECONDS = 86_400n

/**
 * Reads a column of a record batch as text, exactly: dates and times as ISO, an instant with its `Z`, decimals digit by
 * digit, bytes as text where they are UTF-8, nested values as JSON.
 * @param binary what bytes that are no text become; may throw
 * @throws NoText of a type without a text of its own
 */
export function arrowTexts(field: Field, data: Data, binary: (bytes: Uint8Array) => string): ColumnText {
  const isUuid = field.metadata.get('ARROW:extension:name') === 'arrow.uuid'
  return textsOf(data, isUuid ? uuidText : (bytes) => bytesText(bytes, binary)).text
}

function textsOf(data: Data, ofBytes: (bytes: Uint8Array) => string): Texts {
  const { type } = data
  refuseShort(data)
  if (Type.isDictionary(type)) return dictionaryTexts(data as Data<Dictionary>, ofBytes)
  if (
    Type.isStruct(type) ||
    Type.isList(type) ||
    Type.isFixedSizeList(type) ||
    Type.isMap(type) ||
    Type.isLargeList(type)
  )
    return nestedTexts(data, ofBytes)
  const value = valueText(data, ofBytes)
  const text = (row: number) => (data.getValid(row) ? value(row) : null)
  const isBare = Type.isInt(type) || Type.isFloat(type) || Type.isBool(type)
  const bare = (row: number) => (text(row) ?? 'null').replace(ROUNDED, '')
  return { text, json: (row) => (isBare ? bare(row) : JSON.stringify(text(row))) }
}

/** The library reads on beyond the end of a buffer, as if something were there. @throws Error where a buffer is too short */
function refuseShort({ type, length, nullCount, values, valueOffsets, children }: Data): void {
  if (nullCount >= length) return
  if (valueOffsets && !Type.isUnion(type)) {
    const end = Number((children[0] ?? (values as Uint8Array)).length)
    let before = 0
    for (let row = 0; row <= length; row++) {
      const at = Number(valueOffsets[row] ?? -1)
      if (at < before || at > end) throw new Error('an offset beyond its buffer')
      before = at
    }
  }
  const width = widthOf(type)
  if (width > 0 && ((values as Uint8Array | undefined)?.length ?? 0) < length * width)
    throw new Error('a buffer is shorter than its column')
}

/** Elements of the values' array that a value takes; 0 where that is not the same for all. */
function widthOf(type: Type): number {
  if (Type.isDecimal(type)) return type.bitWidth / 32
  if (Type.isFixedSizeBinary(type)) return type.byteWidth
  if (Type.isBool(type)) return 1 / 8
  const isSimple =
    Type.isInt(type) ||
    Type.isFloat(type) ||
    Type.isDate(type) ||
    Type.isTimestamp(type) ||
    Type.isTime(type) ||
    Type.isDictionary(type)
  return isSimple ? 1 : 0
}

/** The text of a value that is there. */
function valueText(data: Data, ofBytes: (bytes: Uint8Array) => string): (row: number) => string | null {
  const { type } = data
  const at = new Vector([data])
  const raw = data.values as { [row: number]: number | bigint }
  const big = (row: number) => BigInt(raw[row] ?? 0)
  if (Type.isNull(type)) return () => null
  if (Type.isInt(type) || Type.isBool(type)) return (row) => String(at.get(row))
  if (Type.isFloat(type)) return (row) => floatText(Number(at.get(row)), type.precision)
  if (Type.isUtf8(type) || Type.isLargeUtf8(type) || Type.isUtf8View(type)) {
    refuseInvalid(data)
    return (row) => String(at.get(row))
  }
  if (
    Type.isBinary(type) ||
    Type.isLargeBinary(type) ||
    Type.isBinaryView(type) ||
    Type.isFixedSizeBinary(type)
  )
    return (row) => ofBytes(at.get(row) as Uint8Array)
  if (Type.isDate(type))
    return type.unit === DateUnit.DAY
      ? (row) => dayText(big(row))
      : (row) => momentText(big(row), 1_000n, '').replace(/T00:00:00$/, '')
  if (Type.isTimestamp(type)) {
    const zone = type.timezone ? 'Z' : ''
    return (row) => momentText(big(row), PER_SECOND[type.unit], zone)
  }
  if (Type.isTime(type)) return (row) => clockText(big(row), PER_SECOND[type.unit])
  if (Type.isDecimal(type)) return (row) => decimalText(at.get(row) as Uint32Array, type.scale)
  throw new NoText(String(type))
}

/** A dictionary that grew by deltas has a chunk for each. */
function dictionaryTexts(data: Data<Dictionary>, ofBytes: (bytes: Uint8Array) => string): Texts {
  const chunks = (data.dictionary?.data ?? []).map((chunk) => ({
    length: chunk.length,
    ...textsOf(chunk, ofBytes),
  }))
  const indices = data.values as { [row: number]: number | bigint }
  const find = (row: number) => {
    let index = Number(indices[row])
    for (const chunk of chunks) {
      if (index < chunk.length) return { chunk, index }
      index -= chunk.length
    }
    throw new Error('an index beyond its dictionary')
  }
  const text = (row: number) => {
    if (!data.getValid(row)) return null
    const { chunk, index } = find(row)
    return chunk.text(index)
  }
  const json = (row: number) => {
    if (!data.getValid(row)) return 'null'
    const { chunk, index } = find(row)
    return chunk.json(index)
  }
  return { text, json }
}

function nestedTexts(data: Data, ofBytes: (bytes: Uint8Array) => string): Texts {
  const { type, valueOffsets } = data
  const children = data.children.map((child) => textsOf(child, ofBytes))
  const names = (type.children as Field[]).map(({ name }) => JSON.stringify(name))
  const span = (row: number) =>
    Type.isFixedSizeList(type)
      ? [row * type.listSize, (row + 1) * type.listSize]
      : [Number(valueOffsets[row]), Number(valueOffsets[row + 1])]
  const members = (row: number) => {
    const [start = 0, end = 0] = span(row)
    if (end - start > MOST_MEMBERS) throw new Error('a list too long')
    return Array.from({ length: end - start }, (_, at) => children[0]?.json(start + at) ?? 'null')
  }
  const json = (row: number) => {
    if (!data.getValid(row)) return 'null'
    if (!Type.isStruct(type)) return `[${members(row).join(',')}]`
    return `{${children.map((child, at) => `${names[at]}:${child.json(row)}`).join(',')}}`
  }
  return { json, text: (row) => (data.getValid(row) ? json(row) : null) }
}

/** The library decodes broken text into replacement characters; the format forbids it. */
function refuseInvalid({ type, values, variadicBuffers }: Data): void {
  const buffers = Type.isUtf8View(type) ? variadicBuffers : [values as Uint8Array]
  if (!buffers.every((bytes) => isUtf8(bytes))) throw new NoText('binary')
}

function bytesText(bytes: Uint8Array, binary: (bytes: Uint8Array) => string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return isUtf8(buffer) && !buffer.includes(0) ? buffer.toString('utf8') : binary(buffer)
}

function uuidText(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Whole numbers of this many bits are exact in a float of half, single and double precision. */
const EXACT = [11, 24, 53].map((bits) => 2 ** bits)

function floatText(value: number, precision: number): string {
  const text = precision === 2 ? String(value) : singleText(value)
  return Number.isFinite(value) && Math.abs(value) >= (EXACT[precision] ?? 0) ? ROUNDED + text : text
}

/** The shortest text that is this number of single precision. */
function singleText(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(value)
}

function dayText(days: bigint): string {
  const date = new Date(Number(days) * 86_400_000)
  return Number.isNaN(date.getTime()) ? `${days} days` : date.toISOString().slice(0, -14)
}

/** A count of `perSecond`ths since 1970 as a day and a time on it, rounded nowhere. */
function momentText(count: bigint, perSecond: bigint, zone: string): string {
  const perDay = DAY_SECONDS * perSecond
  const rest = ((count % perDay) + perDay) % perDay
  return `${dayText((count - rest) / perDay)}T${clockText(rest, perSecond)}${zone}`
}

function clockText(count: bigint, perSecond: bigint): string {
  const seconds = count / perSecond
  const [hour, minute, second] = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) =>
    String(part).padStart(2, '0'),
  )
  const digits = String(perSecond).length - 1
  const fraction = String(count % perSecond)
    .padStart(digits, '0')
    .replace(/0+$/, '')
  return `${hour}:${minute}:${second}${fraction ? `.${fraction}` : ''}`
}

/** Little-endian two's complement words with `scale` decimal places; a whole number without a point. */
function decimalText(words: Uint32Array, scale: number): string {
  let unscaled = 0n
  for (let i = words.length - 1; i >= 0; i--) unscaled = (unscaled << 32n) | BigInt(words[i] ?? 0)
  unscaled = BigInt.asIntN(words.length * 32, unscaled)
  if (scale < 0) return String(unscaled * 10n ** BigInt(-scale))
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  if (scale === 0) return sign + digits
  const [whole, fraction] = [digits.slice(0, -scale), digits.slice(-scale)]
  return /^0+$/.test(fraction) ? sign + whole : `${sign}${whole}.${fraction}`
}
