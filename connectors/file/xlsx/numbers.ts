const DAY_MS = 86_400_000

/** A numeric cell as text; `damaged` where a double cannot have kept what was typed (16 digits and more). */
export function numberText(raw: string): string | 'damaged' {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  if (Math.abs(value) >= 1e15) return 'damaged'
  if (Number.isInteger(value)) return String(value)
  return plainDecimal(Number(value.toPrecision(15)))
}

function plainDecimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text
}

/** A date serial as ISO text: a date, a date with time, or a time alone. */
export function serialText(raw: string, date1904: boolean): string {
  const serial = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return raw
  const milliseconds = Math.round(serial * 86_400) * 1000
  if (milliseconds < DAY_MS && !date1904) return new Date(milliseconds).toISOString().slice(11, 19)
  // Excel counts a 29 February 1900 that never was.
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const iso = new Date(epoch + milliseconds).toISOString()
  return milliseconds % DAY_MS === 0 ? iso.slice(0, 10) : iso.slice(0, 19)
}

/** Whether a number format shows a date. Ids 27–36 and 50–58 are the East Asian date formats. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined)
    return (
      (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
    )
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')[0] ?? ''
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare)
}
