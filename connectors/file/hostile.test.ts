import { randomBytes } from 'node:crypto'
import {
  Field,
  makeData,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { dataset, headers, parquetOf, readContent, record } from './files.testing.ts'
import {
  type Deflated,
  deflatedRepeat,
  packed,
  partsOf,
  type SheetXml,
  textRow,
  zipOf,
} from './xlsx/workbook.testing.ts'
import { XmlScanner } from './xlsx/xml.ts'

const rows = textRow(headers) + textRow(record)
const workbook = { format: 'xlsx' } as const
const good: SheetXml = { name: 'a', rows }

function bookWith(parts: Record<string, Buffer | Deflated>): Buffer {
  const usual = Object.entries(partsOf([good])).map(([name, text]) => [name, Buffer.from(text)] as const)
  return zipOf({ ...Object.fromEntries(usual), ...parts })
}

describe('a workbook that asks for more than a workbook needs', () => {
  it('is refused with 115 million shared strings, within a bounded share of memory', {
    timeout: 180_000,
  }, async () => {
    const strings = deflatedRepeat('<sst>', '<si><t>ab</t></si>'.repeat(10_000), 11_500, '</sst>')
    const content = bookWith({
      'xl/sharedStrings.xml': strings,
      // Without it the archive would be refused by its ratio.
      'docProps/thumbnail.jpeg': randomBytes(9 << 20),
    })
    const before = process.memoryUsage.rss()
    let most = 0
    const look = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 20)
    await expect(readContent(content, workbook)).rejects.toMatchObject({
      code: 'connectors.archive_bomb',
      fields: { limit: '10000000 sharedStrings' },
    })
    clearInterval(look)
    expect((most - before) / strings.size).toBeLessThan(0.5)
  })

  it('is refused where its styles expand beyond 64 MiB', async () => {
    const styles = deflatedRepeat(
      '<styleSheet><cellXfs>',
      '<xf/>'.repeat(10_000),
      1500,
      '</cellXfs></styleSheet>',
    )
    await expect(readContent(bookWith({ 'xl/styles.xml': styles }), workbook)).rejects.toMatchObject({
      code: 'connectors.archive_bomb',
      fields: { limit: 'styles.xml 67108864 B' },
    })
  })

  it.each([
    ['relationships', 'xl/_rels/workbook.xml.rels', '<Relationships>', '<Relationship/>', '</Relationships>'],
    ['content types', '[Content_Types].xml', '<Types>', '<Override/>', '</Types>'],
  ])('is refused where its %s do', async (_what, part, head, piece, tail) => {
    const content = bookWith({ [part]: deflatedRepeat(head, piece.repeat(10_000), 700, tail) })
    await expect(readContent(content, workbook)).rejects.toMatchObject({ code: 'connectors.archive_bomb' })
  })

  const sheets = Array.from({ length: 1001 }, (_, at) => ({ ...good, name: `s${at}` }))
  const parts = partsOf([good, { ...good, name: 'b' }])
  const shared = parts['xl/_rels/workbook.xml.rels']?.replace('s2.xml', 's1.xml') ?? ''
  const format = `<numFmts><numFmt numFmtId="200" formatCode="${'0;'.repeat(3000)}"/></numFmts>`
  const attributes = Array.from({ length: 1001 }, (_, at) => `a${at}=""`).join(' ')
  it.each([
    ['1001 sheets', packed(partsOf(sheets)), 'more than 1000 sheets'],
    [
      'two sheets of one part',
      packed({ ...parts, 'xl/_rels/workbook.xml.rels': shared }),
      'two sheets of one part',
    ],
    ['a number format of 6,000 characters', packed(partsOf([good], format)), 'formatCode > 4096'],
    [
      'an element of 1001 attributes',
      packed(partsOf([{ ...good, rows: `<row ${attributes}/>` }])),
      'a!1: more than 1000 attributes',
    ],
  ])('is refused by name with %s', async (_what, content, reason) => {
    await expect(readContent(content, workbook)).rejects.toMatchObject({
      code: 'connectors.file_damaged',
      fields: { reason },
    })
  })

  it('is refused where one text stands in so many cells that its rows are too long', async () => {
    const text = 'a'.repeat(100_000)
    const cells = `<row>${'<c t="s"><v>0</v></c>'.repeat(7)}</row>`.repeat(2000)
    const strings = Buffer.from(`<sst><si><t>${text}</t></si></sst>`)
    const sheet = Buffer.from(`<worksheet><sheetData>${textRow(headers)}${cells}</sheetData></worksheet>`)
    const content = bookWith({ 'xl/sharedStrings.xml': strings, 'xl/worksheets/s1.xml': sheet })
    const limits = { maxExpandedBytes: 100 << 20 }
    await expect(readContent(content, { ...workbook, limits })).rejects.toMatchObject({
      code: 'connectors.archive_bomb',
    })
  })

  it('rejects a row of more text than any table holds, and goes on', async () => {
    const strings = Buffer.from(`<sst><si><t>${'长'.repeat(1 << 20)}</t></si></sst>`)
    const cells = '<c t="s"><v>0</v></c>'.repeat(headers.length + 2)
    const sheet = `<worksheet><sheetData>${textRow([...headers, 'x', 'y'])}<row>${cells}</row>${textRow(record)}</sheetData></worksheet>`
    const content = bookWith({ 'xl/sharedStrings.xml': strings, 'xl/worksheets/s1.xml': Buffer.from(sheet) })
    const { rows: taken, rejects } = await readContent(content, {
      ...workbook,
      dataset: { ...dataset, drift: 'evolve' },
    })
    expect(taken.map((row) => row[0])).toEqual(['3'])
    expect(rejects.map(([line, code]) => [line, code])).toEqual([['2', 'parse.line_too_long']])
    expect(rejects[0]?.[2]?.length).toBeLessThan(2 << 20)
  })

  it('reads tags of a megabyte that come in small pieces once', () => {
    let tags = 0
    const scanner = new XmlScanner({ open: () => tags++, text: () => undefined, close: () => undefined })
    const started = performance.now()
    scanner.push('<a>')
    const piece = 'a'.repeat(1000)
    for (let tag = 0; tag < 20; tag++) {
      scanner.push('<b c="')
      for (let at = 0; at < 1000; at++) scanner.push(piece)
      scanner.push('"/>')
    }
    scanner.push('</a>')
    scanner.end()
    expect(tags).toBe(21)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

/** A number of Thrift's compact protocol. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}
const list = (field: number, count: number) => [Buffer.from([(field << 4) | 9, 0xfc]), varint(count)]
const node = (children: number) =>
  Buffer.concat([Buffer.from([0x55]), varint(2 * children), Buffer.from([0])])

describe('a Parquet file whose footer asks for more than is there', () => {
  const stop = Buffer.from([0])
  const deep = [...list(2, 201), ...Array<Buffer>(200).fill(node(1)), node(0), stop]
  it.each([
    ['a billion row groups', [...list(4, 1e9), stop], 'connectors.file_damaged'],
    ['millions of empty row groups', [...list(4, 2e6), Buffer.alloc(2e6), stop], 'connectors.archive_bomb'],
    ['two billion columns', [...list(2, 2e9), node(1)], 'connectors.file_damaged'],
    ['a column of a billion columns', [...list(2, 2), node(1e9), node(0), stop], 'connectors.file_damaged'],
    ['columns two hundred deep', deep, 'connectors.archive_bomb'],
    ['a name of two gigabytes', [Buffer.from([0x28]), varint(2 ** 31 - 1), stop], 'connectors.file_damaged'],
    [
      'columns of a terabyte',
      [...list(4, 1), Buffer.from([0x26]), varint(2e12), stop, stop],
      'connectors.archive_bomb',
    ],
  ])('is refused by name with %s, and the engine does not see it', async (_what, footer, code) => {
    const content = parquetOf(Buffer.concat(footer))
    const toCsv = () => Promise.reject(new Error('it came to the engine'))
    const read = readContent(content, { format: 'parquet', parquet: { toCsv } })
    await expect(read).rejects.toMatchObject({ code })
    await read.catch((error: Error) => expect(String(error.cause)).not.toContain('came to the engine'))
  })

  it('is refused where the footer is longer than the file', async () => {
    const content = Buffer.concat([
      Buffer.from('PAR1\0'),
      Buffer.from([0xf0, 0xff, 0xff, 0xff]),
      Buffer.from('PAR1'),
    ])
    await expect(readContent(content, { format: 'parquet' })).rejects.toMatchObject({
      code: 'connectors.file_damaged',
    })
  })
})

describe('an Arrow file of rows that take no bytes', () => {
  it('is refused once they take too much as text', async () => {
    const length = 40_000_000
    const fields = headers.map((header) => new Field(header, new Null(), true))
    const children = fields.map(() => makeData({ type: new Null(), length }))
    const data = makeData({ type: new Struct(fields), length, children })
    const content = tableToIPC(new Table([new RecordBatch(new Schema(fields), data)]), 'file')
    expect(content.length).toBeLessThan(10_000)
    const limits = { maxExpandedBytes: 20 << 20 }
    await expect(readContent(content, { format: 'arrow', limits })).rejects.toMatchObject({
      code: 'connectors.archive_bomb',
    })
  })
})

describe('an Arrow batch that says more than is there', () => {
  const columns = Object.fromEntries(
    headers.map((header, at) => [header, vectorFromArray([record[at], record[at]], new Utf8())]),
  )
  const content = Buffer.from(tableToIPC(new Table(columns), 'file'))

  it('is refused where an offset lies beyond its text', async () => {
    const { length } = record[0] as string
    const offsets = Buffer.from(Int32Array.of(0, length, 2 * length).buffer)
    const broken = Buffer.from(content)
    const at = broken.indexOf(offsets)
    expect(at).toBeGreaterThan(0)
    broken.writeInt32LE(0x7fffffff, at + 4)
    await expect(readContent(broken, { format: 'arrow' })).rejects.toMatchObject({
      code: 'connectors.file_damaged',
    })
  })
})

describe('archives beyond the bounds of the first ZIP format', () => {
  const csv = Buffer.from(`${headers.join(',')}\n${record.join(',')}\n`)
  const zip = { compression: 'zip' } as const
  const litter = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`__MACOSX/${at}`, Buffer.alloc(0)]))

  it('are read with more than 65,535 entries of which one is a file', { timeout: 60_000 }, async () => {
    const { result } = await readContent(zipOf({ 'a.csv': csv, ...litter(70_000) }), zip)
    expect(result.received).toBe(1)
  })

  it('are refused with more than 65,535 files, and say how many', { timeout: 60_000 }, async () => {
    const files = Object.fromEntries(
      Array.from({ length: 70_000 }, (_, at) => [`${at}.csv`, Buffer.alloc(0)]),
    )
    await expect(readContent(zipOf(files), zip)).rejects.toMatchObject({
      code: 'connectors.archive_entries',
      fields: { count: 70_000 },
    })
  })

  /** The sizes and the place of the one entry stand in its extra field. */
  function zip64(size: bigint, packedSize: bigint, place: bigint): Buffer {
    const content = zipOf({ 'a.csv': csv })
    const central = content.lastIndexOf('PK\x01\x02', undefined, 'latin1')
    const end = content.lastIndexOf('PK\x05\x06', undefined, 'latin1')
    const entry = Buffer.from(content.subarray(central, end))
    for (const at of [20, 24, 42]) entry.writeUInt32LE(0xffffffff, at)
    entry.writeUInt16LE(28, 30)
    const extra = Buffer.alloc(28)
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(24, 2)
    for (const [at, value] of [size, packedSize, place].entries()) extra.writeBigUInt64LE(value, 4 + 8 * at)
    const tail = Buffer.from(content.subarray(end))
    tail.writeUInt32LE(entry.length + extra.length, 12)
    return Buffer.concat([content.subarray(0, central), entry, extra, tail])
  }
  const packedSize = zipOf({ 'a.csv': csv }).readUInt32LE(18)

  it('are read where sizes stand in 64 bits', async () => {
    const { result } = await readContent(zip64(BigInt(csv.length), BigInt(packedSize), 0n), zip)
    expect(result.received).toBe(1)
  })

  it.each([
    ['sizes', 1n << 62n, 1n << 61n, 0n],
    ['the largest sizes', (1n << 64n) - 1n, (1n << 64n) - 1n, 0n],
    ['a size that is too small', 3n, BigInt(packedSize), 0n],
    ['a place', BigInt(csv.length), BigInt(packedSize), 1n << 60n],
  ])('are refused where %s in 64 bits are not so', async (_what, ...sizes) => {
    await expect(readContent(zip64(...sizes), zip)).rejects.toMatchObject({
      code: 'connectors.archive_damaged',
    })
  })
})
