import { crc32, deflateRawSync, constants as zlib } from 'node:zlib'

/** A member that is deflated already. */
export interface Deflated {
  packed: Buffer
  size: number
  crc: number
}

/** `head`, then `piece` as many times, then `tail`, deflated without ever being held whole. */
export function deflatedRepeat(head: string, piece: string, times: number, tail: string): Deflated {
  const parts = [head, piece, tail].map((text) => Buffer.from(text))
  const [first, again, last] = parts as [Buffer, Buffer, Buffer]
  const block = (bytes: Buffer) => deflateRawSync(bytes, { finishFlush: zlib.Z_FULL_FLUSH })
  const repeated = block(again)
  let crc = crc32(first)
  for (let time = 0; time < times; time++) crc = crc32(again, crc)
  return {
    packed: Buffer.concat([block(first), ...Array<Buffer>(times).fill(repeated), deflateRawSync(last)]),
    size: first.length + again.length * times + last.length,
    crc: crc32(last, crc),
  }
}

function deflated(content: Buffer): Deflated {
  return { packed: deflateRawSync(content), size: content.length, crc: crc32(content) }
}

/** More members than this are counted in a record of their own (zip64). */
const MOST_COUNTED = 0xffff

/** A ZIP archive of deflated members. */
export function zipOf(members: Record<string, Buffer | Deflated>): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(members)) {
    const { packed, size, crc } = Buffer.isBuffer(content) ? deflated(content) : content
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(size, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 6)
    entry.writeUInt16LE(8, 10)
    head.writeUInt32LE(crc, 14)
    entry.writeUInt32LE(crc, 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    locals.push(head, Buffer.from(name), packed)
    central.push(entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const directory = Buffer.concat(central)
  const count = Object.keys(members).length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, MOST_COUNTED), 8)
  end.writeUInt16LE(Math.min(count, MOST_COUNTED), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  const large = count >= MOST_COUNTED ? [zip64End(count, directory.length, at)] : []
  return Buffer.concat([...locals, directory, ...large, end])
}

/** The zip64 end of a central directory, with what tells where it is. */
function zip64End(count: number, length: number, at: number): Buffer {
  const end = Buffer.alloc(56 + 20)
  end.writeUInt32LE(0x06064b50, 0)
  end.writeBigUInt64LE(44n, 4)
  end.writeUInt16LE(45, 12)
  end.writeUInt16LE(45, 14)
  end.writeBigUInt64LE(BigInt(count), 24)
  end.writeBigUInt64LE(BigInt(count), 32)
  end.writeBigUInt64LE(BigInt(length), 40)
  end.writeBigUInt64LE(BigInt(at), 48)
  end.writeUInt32LE(0x07064b50, 56)
  end.writeBigUInt64LE(BigInt(at + length), 64)
  end.writeUInt32LE(1, 72)
  return end
}

/** A sheet of a workbook for tests: its rows as XML, and what stands behind them. */
export interface SheetXml {
  name: string
  rows: string
  state?: string
  behind?: string
}

/** The parts of a workbook of these sheets, to be damaged and packed. */
export function partsOf(sheets: SheetXml[], styles = ''): Record<string, string> {
  const tabs = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}" ${state ? `state="${state}" ` : ''}r:id="r${at + 1}"/>`,
  )
  const relations = sheets.map(
    (_, at) => `<Relationship Id="r${at + 1}" Target="worksheets/s${at + 1}.xml"/>`,
  )
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${tabs.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
  }
  if (styles) parts['xl/styles.xml'] = `<styleSheet>${styles}</styleSheet>`
  for (const [at, { rows, behind = '' }] of sheets.entries())
    parts[`xl/worksheets/s${at + 1}.xml`] = `<worksheet><sheetData>${rows}</sheetData>${behind}</worksheet>`
  return parts
}

/** A row of text cells without references. */
export function textRow(values: readonly string[]): string {
  return `<row>${values.map((value) => `<c t="inlineStr"><is><t>${value}</t></is></c>`).join('')}</row>`
}

export function packed(parts: Record<string, string>): Buffer {
  return zipOf(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)])))
}
