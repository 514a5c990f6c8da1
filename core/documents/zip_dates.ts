const END = 0x06054b50
const CENTRAL = 0x02014b50
/** 1980-01-01 00:00, the first moment that a ZIP archive can tell. */
const DOS_DATE = 0x0021

/**
 * The same ZIP archive with every member dated 1980-01-01, so that equal content gives equal bytes. Dates stand in
 * no checksum. Reads the central directory of a small archive (no ZIP64).
 */
export function withFixedDates(archive: Buffer): Buffer {
  const fixed = Buffer.from(archive)
  const end = fixed.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || fixed.readUInt32LE(end) !== END) throw new Error('the workbook writer gave no ZIP archive')
  const members = fixed.readUInt16LE(end + 10)
  let at = fixed.readUInt32LE(end + 16)
  for (let member = 0; member < members; member += 1) {
    if (fixed.readUInt32LE(at) !== CENTRAL) throw new Error('the ZIP archive has a broken directory')
    setDate(fixed, at + 12)
    setDate(fixed, fixed.readUInt32LE(at + 42) + 10)
    at += 46 + fixed.readUInt16LE(at + 28) + fixed.readUInt16LE(at + 30) + fixed.readUInt16LE(at + 32)
  }
  return fixed
}

function setDate(buffer: Buffer, at: number): void {
  buffer.writeUInt16LE(0, at)
  buffer.writeUInt16LE(DOS_DATE, at + 2)
}
