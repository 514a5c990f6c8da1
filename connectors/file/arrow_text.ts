import { type DataType, DataType as Type } from 'apache-arrow'

/** A value of an Arrow column as text; null stays null. Dates and times as ISO, decimals digit by digit, nested values as JSON. */
export function arrowText(type: DataType, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (Type.isDictionary(type)) return arrowText(type.dictionary, value)
  if (Type.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10)
  if (Type.isTimestamp(type)) return timestampText(Number(value), type.timezone)
  if (Type.isDecimal(type)) return decimalText(value as Uint32Array, type.scale)
  if (typeof value === 'object')
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
  return String(value)
}

/** `milliseconds` as the library gives them. Without a zone the text has none: it is local time. */
function timestampText(milliseconds: number, zone: string | null | undefined): string {
  const iso = new Date(milliseconds).toISOString().replace(/\.000Z$/, 'Z')
  return zone ? iso : iso.slice(0, -1)
}

/** Little-endian two's complement words with `scale` decimal places. */
function decimalText(words: Uint32Array, scale: number): string {
  let unscaled = 0n
  for (let i = words.length - 1; i >= 0; i--) unscaled = (unscaled << 32n) | BigInt(words[i] ?? 0)
  unscaled = BigInt.asIntN(words.length * 32, unscaled)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  return scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : sign + digits
}
