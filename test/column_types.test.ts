import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { Field } from '../catalog/dataset.ts'
import { dataset, readContent } from '../connectors/file/files.testing.ts'
import { parquetReader } from '../connectors/file/parquet_reader.ts'
import { readField } from '../quality/reference/values.ts'
import { openEngine } from '../warehouse/engine/engine.ts'

const FOLDER = join(import.meta.dirname, 'golden/types')
const scratch = mkdtempSync(join(tmpdir(), 'types-'))
const engine = await openEngine({ tempDirectory: scratch })
afterAll(() => {
  engine.close()
  rmSync(scratch, { recursive: true })
})

/** A register with the columns of the file; files made by test/interop/column_types.py. */
async function read(name: string, columns: string[]) {
  const fields: Field[] = columns.map((id) => ({
    id,
    header: id,
    aliases: [],
    formerly: [],
    element: 'person.name',
    role: 'copy' as const,
    required: false,
  }))
  const format = name.endsWith('.parquet') ? 'parquet' : 'arrow'
  const { rows, rejects } = await readContent(await readFile(join(FOLDER, name)), {
    format,
    fileName: name,
    parquet: parquetReader(engine),
    dataset: {
      ...dataset,
      fields,
      key: columns[0] ?? '',
      eventTime: columns[0] ?? '',
      rules: [],
      drift: 'discard',
    },
  })
  expect(rejects).toEqual([])
  return columns.map((_, at) => rows.map((row) => row[at + 2] ?? null))
}

/** What the first, second (always null) and third row say, in Parquet and in Arrow where they differ. */
const TYPES: Record<string, [string, string] | { parquet: [string, string]; arrow: [string, string] }> = {
  ...Object.fromEntries(
    ['s', 'ms', 'us', 'ns'].flatMap((unit) => {
      const fraction = { s: '', ms: '.123', us: '.123456', ns: '.123456' }[unit] ?? ''
      return ['', '_utc', '_shanghai'].map((zone) => [
        `timestamp_${unit}${zone}`,
        {
          parquet: [`1960-06-05 02:00:00${fraction}`, '2024-06-05 02:00:00'].map(
            (text) => text + (zone && 'Z'),
          ),
          arrow: [`1960-06-05T02:00:00${fraction}`, '2024-06-05T02:00:00'].map(
            (text) => text + (zone && 'Z'),
          ),
        },
      ])
    }),
  ),
  date32: ['1960-06-05', '2024-06-05'],
  date64: ['1960-06-05', '2024-06-05'],
  time32_s: ['10:00:00', '00:00:01'],
  time32_ms: ['10:00:00.12', '00:00:00.001'],
  time64_us: ['10:00:00.123456', '00:00:00.000001'],
  time64_ns: ['10:00:00.123456789', '00:00:00.000000001'],
  decimal128_5: ['-1.23', '0.05'],
  decimal128_30: ['-123456789012345678901234.567890', '1'],
  decimal256_38: ['12345678901234567890.12', '-1'],
  float32: ['0.1', '1.5'],
  float64: ['0.1', '1.5'],
  int8: ['-128', '1'],
  int16: ['-32768', '1'],
  int32: ['-2147483648', '1'],
  int64: ['-9223372036854775808', '1'],
  uint8: ['255', '1'],
  uint16: ['65535', '1'],
  uint32: ['4294967295', '1'],
  uint64: ['18446744073709551615', '1'],
  bool: ['true', 'false'],
  string: ['巴雅尔', 'x'],
  large_string: ['巴雅尔', 'x'],
  string_view: ['巴雅尔的一段较长的文字', 'x'],
  binary: ['巴雅尔', 'x'],
  large_binary: ['巴雅尔', 'x'],
  fixed_binary: ['ab', 'cd'],
  dictionary: ['甲', '乙'],
  list: ['[1,2]', '[]'],
  struct: ['{"a":1,"b":"x"}', '{"a":null,"b":"y"}'],
  uuid: ['00112233-4455-6677-8899-aabbccddeeff', '00112233-4455-6677-8899-aabbccddeeff'],
}
const names = Object.keys(TYPES)
const files = readdirSync(FOLDER)

describe('columns of every type', () => {
  it.each(files.filter((name) => /^(all|stream)_?.*[.](parquet|arrow)$/.test(name)))(
    'of %s',
    async (name) => {
      const found = await read(name, names)
      const kind = name.endsWith('.parquet') ? 'parquet' : 'arrow'
      const expected = names.map((type) => {
        const texts = TYPES[type] ?? ['', '']
        const [first, last] = Array.isArray(texts) ? texts : texts[kind]
        return [type, first, null, last]
      })
      // Parquet without Arrow's schema beside it knows no UUID.
      const known = (row: unknown[]) =>
        !(name === 'all_v1.parquet' && ['uuid', 'timestamp_ns'].includes(String(row[0])))
      expect(names.map((type, at) => [type, ...(found[at] ?? [])]).filter(known)).toEqual(
        expected.filter(known),
      )
    },
  )

  it('are read by the normaliser: the same instant whatever the unit, the format and the session', async () => {
    const stamps = names.filter((name) => name.startsWith('timestamp'))
    for (const name of ['all.parquet', 'all_lz4.arrow'])
      for (const zone of ['UTC', 'Asia/Shanghai', 'America/New_York']) {
        await engine.exec(sql`set TimeZone = ${sql.lit(zone)}`)
        const found = await read(name, stamps)
        const last = found.map((column) => readField('datetime', undefined, column[2] ?? null).value)
        const at = (text: string) => String(Date.parse(text) * 1000)
        expect(last).toEqual(
          stamps.map((stamp) =>
            at(/_(utc|shanghai)$/.test(stamp) ? '2024-06-05T02:00:00Z' : '2024-06-04T18:00:00Z'),
          ),
        )
      }
    await engine.exec(sql`set TimeZone = 'UTC'`)
  })

  it('INT96 is UTC, of Impala local time', async () => {
    expect(await read('int96.parquet', ['timestamp_us'])).toEqual([
      ['1960-06-05 02:00:00.123456Z', null, '2024-06-05 02:00:00Z'],
    ])
    expect(await read('int96_impala.parquet', ['timestamp_us'])).toEqual([
      ['1960-06-05 02:00:00.123456', null, '2024-06-05 02:00:00'],
    ])
  })

  it('dictionaries that grow', async () => {
    expect(await read('deltas.arrow', ['dictionary'])).toEqual([['甲', '乙', '丙', '甲']])
  })

  it.each([
    ['odd_bytes.parquet', 'binary'],
    ['odd_decimal.parquet', 'decimal(50)'],
    ['odd_bytes.arrow', 'binary'],
    ['odd_duration.arrow', 'Duration<SECOND>'],
    ['odd_interval.arrow', 'Interval<MONTH_DAY_NANO>'],
  ])('without a text are refused by name: %s', async (name, type) => {
    await expect(read(name, ['odd'])).rejects.toMatchObject({
      code: 'connectors.column_unreadable',
      fields: { column: 'odd', type },
    })
  })

  it('an old Feather file is refused as what it is', async () => {
    await expect(read('feather1.arrow', ['string'])).rejects.toMatchObject({
      code: 'connectors.format_unsupported',
    })
  })

  it('a stream cut anywhere is refused, and so are bytes after its end', async () => {
    const whole = await readFile(join(FOLDER, 'stream_plain.arrow'))
    const ends = [whole.length - 1, whole.length - 8, whole.length >> 1, 100, 8, 4]
    const read = (content: Uint8Array) => readContent(content, { format: 'arrow' })
    for (const end of ends)
      await expect(read(whole.subarray(0, end)), String(end)).rejects.toMatchObject({
        code: 'connectors.file_damaged',
      })
    await expect(read(Buffer.concat([whole, Buffer.from('x')]))).rejects.toMatchObject({
      code: 'connectors.file_damaged',
    })
  })
})
