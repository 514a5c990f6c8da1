import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataset, headers, readContent, record } from '../files.testing.ts'
import { MOST_COLUMNS } from '../header.ts'

const head = headers.join(',')
const line = record.join(',')
const row = (at: number) => [`${at}`, 'I', ...record, null]
const quoted = (values: string[], quote = '"') => values.map((value) => `${quote}${value}${quote}`)

/** Texts whose two records are `record`, on the lines that are given. */
const readable: Record<string, [text: string, lines: number[]]> = {
  'blank after every delimiter': [
    `${headers.join(', ')}\n${record.join(', ')}\n${record.join(', ')}\n`,
    [2, 3],
  ],
  'blank before quotes': [
    `${quoted(headers).join(', ')}\n${quoted(record).join(', ')}\n${quoted(record).join(' ,\t')}`,
    [2, 3],
  ],
  'CR CR LF': [`${head}\r\r\n${line}\r\r\n${line}\r\r\n`, [2, 3]],
  'CR alone': [`${head}\r${line}\r\r${line}\r`, [2, 4]],
  'Ctrl-Z': [`${head}\r\n${line}\r\n${line}\r\n\x1a`, [2, 3]],
  'Ctrl-Z and NULs behind the last field': [
    `${head}\n${line}\n${line}\x1a\x1a${'\0'.repeat(700_000)}`,
    [2, 3],
  ],
  'Ctrl-Z on a line of its own': [`${head}\r\n${line}\r\n${line}\r\n\x1a\r\n\x1a\r\n\r\n`, [2, 3]],
  '="…"': [`${head}\n${line.replace('150102190001010018', '="150102190001010018"')}\n${line}`, [2, 3]],
  'header over two lines': [`${head.replace('公民身份号码', '"公民身份\n号码"')}\n${line}\n${line}`, [3, 4]],
  'lines of delimiters': [
    `${head}\n,,,,,,\n${line}\n,,\n"","",,,,,\n , ,\t,,,,\n   \n${line}\n${',,,,,,\n'.repeat(99)}`,
    [3, 8],
  ],
  'sep=': [`sep=;\n${headers.join(';')}\n${record.join(';')}\n${record.join(';')}`, [3, 4]],
  'sep= in quotes, with delimiters': [`"sep=,",,,\n${head}\n${line}\n${line}`, [3, 4]],
  titles: [`2025年死亡登记表,,,,,,\n填报单位：新城区 姓名,,\n\n${head}\n${line}\n${line}`, [5, 6]],
  'titles of one field': [
    `2025年死亡登记表\n${headers.join('\t')}\n${record.join('\t')}\n${record.join('\t')}`,
    [3, 4],
  ],
  'trailing comma everywhere': [`${head},\n${line},\n${line},`, [2, 3]],
  'trailing commas in the header': [`${head},,,\n${line}\n${line},,`, [2, 3]],
  'trailing commas in rows': [`${head}\n${line},\n${line},,,"",`, [2, 3]],
  'a column without header': [
    `${head.replace(',', ',,')}\n${line.replace(',', ',,')}\n${line.replace(',', ',"",')}`,
    [2, 3],
  ],
  'apostrophes as quotes': [
    `${quoted(headers, "'").join(',')}\n${quoted(record, "'").join(',')}\n${line}`,
    [2, 3],
  ],
  'apostrophes as quotes of values': [
    `${head}\n${quoted(record, "'").join(',')}\n${quoted(record, "'").join(',')}`,
    [2, 3],
  ],
  'names and ids': [`${head}\n${dataset.fields.map(({ id }) => id).join(',')}\n${line}\n${line}`, [3, 4]],
  'header twice': [`${head}\n${head}\n${head}\n${line}\n${line}`, [4, 5]],
  'names over two rows': [`${head.replace('死亡日期', '死亡')}\n,,,,日期,,\n${line}\n${line}`, [3, 4]],
  'the marks of a form': [
    `${headers.map((name, at) => [`*${name}`, `${name}（必填）`, `${name} * `, `【选填】${name}`][at % 4]).join(',')}\n${line}\n${line}`,
    [2, 3],
  ],
  mark: [`\ufeff${head}\n${line}\n${line}`, [2, 3]],
}

describe('readCsv', () => {
  it.each(Object.keys(readable))('reads %s', async (name) => {
    const [text, lines] = readable[name] as [string, number[]]
    const { rows, rejects, result } = await readContent(text, {})
    expect(rejects).toEqual([])
    expect(rows).toEqual(lines.map(row))
    expect(result.received).toBe(2)
  })

  it.each([
    ',',
    '\t',
    '|',
    ';',
    '||',
    '|@|',
    '@|@',
    '^|',
    ',,',
    '::',
    '\x01',
    '\x1e',
    '\x1f',
    '^',
    '~',
    '!',
    ':',
    '#',
    '，',
    '、',
    '；',
    '｜',
    '¦',
    ' ',
  ])('reads the delimiter %j', async (delimiter) => {
    const values = record.map((value) => (value.includes(delimiter) ? `"${value}"` : value))
    const spanning = ['"1\n2"', ...values.slice(1)]
    const text = [
      headers,
      values,
      Array(7).fill(''),
      spanning,
      values.slice(1),
      quoted(values.map((v) => v.replaceAll('"', ''))),
    ]
    const { rows, rejects } = await readContent(text.map((fields) => fields.join(delimiter)).join('\r\n'), {})
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([['6', 'parse.columns_missing']])
    expect(rows).toEqual([row(2), ['4', 'I', '1\n2', ...record.slice(1), null], row(7)])
  })

  it('keeps lines of NULs, which a record may have been, and passes over those that fill the file up', async () => {
    const { rows, rejects } = await readContent(`${head}\r\n${line}\r\n\0\0\r\r\n\0\r\n\0\0`, {})
    expect(rows).toEqual([row(2)])
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([
      ['3', 'parse.nul'],
      ['4', 'parse.nul'],
    ])
  })

  it('reads a file without header by order only where that is declared and unmistakable', async () => {
    const types = new Map([
      ['citizen_id', 'citizenId'],
      ['name', 'personName'],
      ['died_on', 'date'],
    ] as const)
    const input = { types, dataset: { ...dataset, headerless: true } }
    const { rows, result } = await readContent(`${line}\n${line}\n`, input)
    expect(rows).toEqual([row(1), row(2)])
    expect(result.header?.line).toBe(0)
    const swapped = [record[1], record[0], ...record.slice(2)].join(',')
    const others = [
      `${swapped}\n${line}\n`,
      `${line}\n${line},1\n`,
      `${line}\n${line.replace(/^[0-9]+/, '')}\n`,
    ]
    for (const text of others)
      await expect(readContent(text, input)).rejects.toMatchObject({ code: 'connectors.header_unknown' })
    for (const refused of [{ types }, { ...input, mode: 'delta' as const }])
      await expect(readContent(`${line}\n`, refused)).rejects.toMatchObject({
        code: 'connectors.header_missing',
      })
  })

  it('keeps what a backslash escapes, where the usual reading fails', async () => {
    const name = (text: string) => `1,${text},1,1,1,1,1\n`
    const text = `${head}\n${name('"a \\"b\\" c"')}${name('"C:\\dir\\"')}${name('"a \\\\ \\"b"')}${name('"\\N"')}`
    const { rows, rejects } = await readContent(text, {})
    expect(rejects).toEqual([])
    expect(rows.map((each) => each[3])).toEqual(['a "b" c', 'C:\\dir\\', 'a \\ "b', '\\N'])
  })

  it('rejects a value in a column without header', async () => {
    const { rows, rejects } = await readContent(`${head},\n${line},x\n${line},\n${line}\n`, {})
    expect(rows).toEqual([row(3), row(4)])
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([['2', 'parse.columns_extra']])
  })

  it.each(['evolve', 'discard'] as const)('lets the contract %s decide on it', async (drift) => {
    const { rows } = await readContent(`${head},\n${line},x\n${line},\n${line}\n`, {
      dataset: { ...dataset, drift },
    })
    expect(rows.map((each) => each.at(-1))).toEqual([
      drift === 'evolve' ? '{"column_8":"x"}' : null,
      null,
      null,
    ])
  })

  it.each(['PARENT_ID', 'ORC_ID', 'BZh'])('takes a header that begins with %s for text', async (name) => {
    await expect(readContent(`${name},${head}\n1,${line}\n`, {})).rejects.toMatchObject({
      code: 'connectors.header_drift',
      fields: { extra: name },
    })
  })

  it('tells a broken quote of the header, and columns beyond number', async () => {
    await expect(readContent(`"${head}\n${line}\n`, {})).rejects.toMatchObject({
      code: 'connectors.header_quote',
      fields: { line: 1 },
    })
    for (const columns of [MOST_COLUMNS + 1, 65_536, 900_000]) {
      const wide = readContent(`${head}${','.repeat(columns - headers.length)}\n${line}\n`, {})
      await expect(wide).rejects.toMatchObject({ code: 'connectors.too_many_columns', fields: { columns } })
    }
    const twice = Array.from({ length: 900 }, (_, at) => `第${at}列,第${at}列`).join(',')
    await expect(readContent(`${head},${twice}\n`, {})).rejects.toSatisfy(
      (error: Error) => error.message.length < 500,
    )
    const extra = Array.from({ length: 900 }, (_, at) => `第${at}列`).join(',')
    await expect(readContent(`${head},${extra}\n`, {})).rejects.toSatisfy(
      (error: Error) => error.message.length < 500,
    )
  })

  it.each([
    ['NEL (U+0085)', '\u0085'],
    ['LINE SEPARATOR (U+2028)', '\u2028'],
    ['PARAGRAPH SEPARATOR (U+2029)', '\u2029'],
    ['RS (0x1E)', '\x1e'],
  ])('refuses records parted by %s by that name', async (found, end) => {
    for (const text of [`${head}${end}${line}`, `${head}${end}${line}${end}\n`, `${line}${end}${line}`])
      await expect(readContent(text, {})).rejects.toMatchObject({
        code: 'connectors.line_end_unknown',
        fields: { found },
      })
    const empty = await readContent(headers.join('\x1e'), {})
    expect(empty.result.received).toBe(0)
  })

  it('names unknown columns by their places where the header may hold what is of persons', async () => {
    const thrown = (text: string) => readContent(text, {}).catch((error: unknown) => error)
    const fields = (text: string) => thrown(text).then((error) => (error as { fields: object }).fields)
    expect(await fields('姓名,张三,李四\n身份证号,1,2\n')).toMatchObject({
      extra: expect.stringMatching(/^column_/),
    })
    const named = [headers[0], headers[1], '张三', '李四'].join(',')
    for (const text of [
      '姓名,张三,李四\n',
      `${named}\n`,
      `姓名,${record.join(',')}\n`,
      `${head}\x1d${line}\n`,
    ]) {
      const said = JSON.stringify(await fields(text))
      for (const part of ['张三', '李四', '巴特尔', '150102', '1900-01-01']) expect(said).not.toContain(part)
    }
    expect(await fields(`${head},备注,备注\n`)).toMatchObject({ columns: '备注, 备注' })
    expect(await fields(`${head},1900-01-01,1900-01-01\n`)).toMatchObject({ columns: 'column_8, column_9' })
    expect(await fields(`${head},备注\n`)).toMatchObject({ extra: '备注' })
  })

  it('reads an operation flag and headers among marks that cannot be seen', async () => {
    const marked = (values: string[]) => values.map((value) => `\u202a${value}\u202c\u200b`).join(',')
    const { rows, rejects } = await readContent(
      `${marked([...headers, '_op'])}\n${marked([...record, 'U'])}\n`,
      {
        mode: 'delta',
      },
    )
    expect(rejects).toEqual([])
    expect(rows.map((each) => each[1])).toEqual(['U'])
  })

  it('conserves rows and lines in every odd dialect', async () => {
    const cell = fc.constantFrom('', 'a', '7', '蒙古', 'x y', '1"', "o'clock", '\\', 'l\nm', '中', '0')
    const odd = fc.record({
      delimiter: fc.constantFrom('||', '|@|', '，', '\x01', '^', ', '),
      quote: fc.constantFrom('"', "'"),
      rows: fc.array(fc.array(cell, { minLength: 7, maxLength: 7 }), { maxLength: 20 }),
      end: fc.constantFrom('\n', '\r\n', '\r\r\n', '\r'),
    })
    await fc.assert(
      fc.asyncProperty(odd, async ({ delimiter, quote, rows: cells, end }) => {
        const write = (values: string[]) =>
          values.map((value) => `${quote}${value.replaceAll(quote, quote + quote)}${quote}`).join(delimiter) +
          end
        const text = write(headers) + cells.map(write).join('')
        const { rows, rejects } = await readContent(text, {})
        const filled = cells.filter((values) => values.some((value) => value.trim() !== ''))
        expect(rejects).toEqual([])
        expect(rows.map((each) => each.slice(2, -1))).toEqual(
          filled.map((values) => values.map((value) => value || null)),
        )
        let at = 2
        const numbers = cells.map((values) => {
          const own = at
          at += 1 + values.join('').split('\n').length - 1
          return own
        })
        const expected = numbers.filter((_, index) => cells[index]?.some((value) => value.trim() !== ''))
        expect(rows.map(([number]) => Number(number))).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })
})
