import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { hasText } from '../../core/locale.ts'
import { dataset, headers, parquetOf, readContent, record } from './files.testing.ts'
import { rejectCodes } from './types.ts'

const head = `${headers.join(',')}\n`
const line = `${record.join(',')}\n`
const row = (at: number) => [`${at}`, 'I', ...record, null]

describe('canonicalise', () => {
  it('refuses a gzip bomb by ratio and by size, and leaves nothing', async () => {
    const bomb = gzipSync(head + line + 'a'.repeat(40 << 20))
    await expect(readContent(bomb, { compression: 'gzip' })).rejects.toMatchObject({
      code: 'connectors.archive_bomb',
    })
    const limits = { maxExpandedBytes: 1000 }
    const small = gzipSync(head + line.repeat(100))
    await expect(readContent(small, { compression: 'gzip', limits })).rejects.toMatchObject({
      code: 'connectors.archive_bomb',
    })
  })

  it('keeps a 10 MB line and its neighbours', async () => {
    const long = `${'x'.repeat(10_000_000)},,,,,,`
    const { rows, rejects } = await readContent(`${head}${line}${long}\r\n${line}`, {})
    expect(rows).toEqual([row(2), row(4)])
    expect(rejects).toEqual([['3', 'parse.line_too_long', long]])
  })

  it.each(['csv', 'jsonl'] as const)('says where the rest of a 30 MB line is (%s)', async (format) => {
    const json = `${JSON.stringify(Object.fromEntries(headers.map((header, i) => [header, record[i]])))}\n`
    const before = format === 'csv' ? head + line : json
    const after = format === 'csv' ? line : json
    const { rows, rejects } = await readContent(`${before}${'字'.repeat(10_000_000)}\r\n${after}`, { format })
    const at = format === 'csv' ? 3 : 2
    expect(rows).toEqual([row(at - 1), row(at + 1)])
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([[`${at}`, 'parse.line_too_long']])
    expect(rejects[0]?.[2]).toMatch(
      new RegExp(`^字+\\[… 30000000 bytes, from byte ${Buffer.byteLength(before)} of`),
    )
  })

  it('rejects only the line on which a quote opens that never closes, however long the file', async () => {
    const { result, rejects } = await readContent(`${head}"open,1\n${line.repeat(40_000)}`, {})
    expect(result.received).toBe(40_001)
    expect(rejects).toEqual([['2', 'parse.quote', '"open,1']])
  })

  it('reads GB18030 across chunks, after megabytes of ASCII', async () => {
    const ascii = `${'1,a,1,1,1,1,1\n'.repeat(80_000)}`
    const chinese = Buffer.from([
      ...Buffer.from('1,'),
      0xc3,
      0xc9,
      0xb9,
      0xc5,
      ...Buffer.from(',1,1,1,1,1\n'),
    ])
    const ids = `${dataset.fields.map((field) => field.id).join(',')}\n`
    const { rows, rejects } = await readContent(Buffer.concat([Buffer.from(ids + ascii), chinese]), {})
    expect(rejects).toEqual([])
    expect(rows.at(-1)?.[3]).toBe('蒙古')
  })

  it.skipIf(process.platform !== 'linux')('says so when the disk is full, and leaves nothing', async () => {
    const outDir = await mkdtemp(join(tmpdir(), 'full-'))
    await symlink('/dev/full', join(outDir, 'canonical.csv'))
    await expect(readContent(head + line, { outDir })).rejects.toMatchObject({ code: 'connectors.disk_full' })
    expect(await readdir(outDir)).toEqual([])
  })

  it('has words for every reason to reject a record', () => {
    expect(rejectCodes.filter((code) => !hasText(`reject.${code}`))).toEqual([])
  })

  it('gives the same bytes for the same file', async () => {
    const digests = []
    for (let i = 0; i < 2; i++) {
      const { result } = await readContent(head + line.repeat(1000), {})
      digests.push(
        createHash('sha256')
          .update(await readFile(result.canonicalPath))
          .digest('hex'),
      )
    }
    expect(digests[0]).toBe(digests[1])
  })

  it('lets other work have its turn', async () => {
    const text = `${[...headers].reverse().join(',')}\n${line.repeat(400_000)}`
    const delay = monitorEventLoopDelay({ resolution: 5 })
    const loop = readContent(text, {})
    delay.enable()
    await loop
    delay.disable()
    expect(delay.percentile(90) / 1e6).toBeLessThan(50)
  })

  it('reads a workbook written by another program', async () => {
    const book = new ExcelJS.Workbook()
    book.addWorksheet('空')
    const sheet = book.addWorksheet('数据')
    sheet.addRow(headers)
    sheet.addRow(record)
    sheet.addRow([
      Number('150102198807303035'),
      '其其格',
      2,
      new Date('2000-02-29T00:00:00Z'),
      null,
      null,
      '2026',
    ])
    sheet.addRow([
      '1',
      { richText: [{ text: '巴' }, { text: '特尔' }] },
      { formula: 'A1', result: 'cached' },
      new Date('2000-02-29T10:30:00Z'),
    ])
    const bytes = Buffer.from(await book.xlsx.writeBuffer())
    const { rows, rejects } = await readContent(bytes, { format: 'xlsx' })
    expect(rows).toEqual([
      row(2),
      ['4', 'I', '1', '巴特尔', 'cached', '2000-02-29T10:30:00', null, null, null, null],
    ])
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([['3', 'xlsx.number_damaged']])
  })

  it.each(['file', 'stream'] as const)('reads Arrow in %s format', async (kind) => {
    const table = tableFromArrays(
      Object.fromEntries(dataset.fields.map((field, i) => [field.id, [record[i], null]])),
    )
    const { rows } = await readContent(tableToIPC(table, kind), { format: 'arrow' })
    expect(rows).toEqual([row(1), ['2', 'I', ...record.map(() => null), null]])
  })

  it('numbers the rows of a Parquet table and takes the operation from it', async () => {
    const toCsv = (_path: string, csvPath: string) =>
      writeFile(
        csvPath,
        `${dataset.fields.map((field) => field.id).join(',')},_op\n"a\nb",,,,,,,"D"\n1,,,,,,,"Z"\n2,,,,,,,I\n`,
      ).then(() => [])
    const { rows, rejects } = await readContent(parquetOf(Buffer.from([0])), {
      format: 'parquet',
      mode: 'delta',
      parquet: { toCsv },
    })
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([['2', 'parse.operation']])
    const nulls = [null, null, null, null, null, null, null]
    expect(rows).toEqual([
      ['1', 'D', 'a\nb', ...nulls],
      ['3', 'I', '2', ...nulls],
    ])
  })
})
