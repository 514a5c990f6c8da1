import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headers, readContent, record } from '../files.testing.ts'
import { numberFormat, numberText } from './formats.ts'
import { packed, partsOf, type SheetXml, textRow } from './workbook.testing.ts'
import { XmlScanner } from './xml.ts'

const HEADER = textRow(headers)
const person = (n: number) => textRow([`15010219000101${String(n).padStart(4, '0')}`, ...record.slice(1)])
const read = (sheets: SheetXml[], styles?: string) =>
  readContent(packed(partsOf(sheets, styles)), { format: 'xlsx' })
const refused = (sheets: SheetXml[]) => read(sheets).catch((cause: unknown) => cause)

describe('the number format of a cell', () => {
  it.each([
    ['00', '1', '01'],
    ['0000000', '123', '0000123'],
    ['000000', '1234567', '1234567'],
    ['000-000', '4501', '004-501'],
    ['00\\-00', '123', '01-23'],
    ['"B"00000', '12', 'B00012'],
    ['[<=9999999]000-0000;(000) 000-0000', '4712345678', '(471) 234-5678'],
    ['0', '5', '5'],
    ['0"元"', '5', '5'],
    ['@', '5', '5'],
    ['General', '1.10', '1.1'],
    ['G/通用格式', '7', '7'],
    ['#,##0', '1234567', '1234567'],
    ['0.00', '3.14159', '3.14159'],
    ['0.0%', '0.155', '0.155'],
    ['0.00E+00', '12345', '12345'],
    ['¥#,##0.00;[Red]-¥#,##0.00', '-12.5', '-12.5'],
    ['yyyy"年"m"月"d"日"', '45292', '2024-01-01'],
    ['[$-804]yyyy年m月d日;@', '45292', '2024-01-01'],
    ['[DBNum1][$-804]yyyy"年"m"月"', '45292', '2024-01-01'],
    ['[$-409]d-mmm-yy', '59', '1900-02-28'],
    ['yyyy-mm-dd', '60', '1900-02-29'],
    ['yyyy-mm-dd', '61', '1900-03-01'],
    ['yyyy-mm-dd', '0', '1900-01-00'],
    ['yyyy-mm-dd hh:mm:ss', '45292.9999999999', '2024-01-02'],
    ['yyyy-mm-dd hh:mm:ss', '45292.5', '2024-01-01T12:00:00'],
    ['上午/下午h"时"mm"分"', '0.75', '18:00:00'],
    ['h:mm AM/PM', '0.25', '06:00:00'],
    ['mm:ss', '0.001', '00:01:26'],
    ['[h]:mm', '1.5', '36:00:00'],
    ['[Red]0', '3', '3'],
  ])('%s shows %s as %s', (code, raw, text) => {
    expect(numberText(raw, numberFormat(170, code), false)).toEqual({ text })
  })

  it.each([
    [14, '45292', '2024-01-01'],
    [20, '0.5', '12:00:00'],
    [31, '45292', '2024-01-01'],
    [34, '0.5', '12:00:00'],
    [46, '2', '48:00:00'],
    [57, '45292', '2024-01-01'],
    [4, '1234.5', '1234.5'],
    [49, '12', '12'],
  ])('%i, which every program knows', (id, raw, text) => {
    expect(numberText(raw, numberFormat(id, undefined), false)).toEqual({ text })
  })

  it('counts from 1904 where the workbook does', () => {
    expect(numberText('0', numberFormat(14, undefined), true)).toEqual({ text: '1904-01-01' })
  })

  it.each([
    ['1E15', 'damaged'],
    ['0x10', 'not a number'],
    ['Infinity', 'not a number'],
  ])('takes no %s', (raw, fault) => {
    expect(numberText(raw, numberFormat(0, undefined), false)).toEqual({ fault })
  })
})

describe('the sheets of a workbook', () => {
  it('are read one after another where they have one header, in any order of columns', async () => {
    const turned = textRow([...headers].reverse())
    const { rows, result } = await read([
      { name: '说明', rows: textRow(['请逐行填写']) },
      { name: '新城区', rows: textRow(['名单']) + HEADER + person(1) + person(2) },
      { name: '空', rows: '' },
      { name: '回民区', rows: turned + textRow([...record].reverse()) },
    ])
    expect(rows.map((row) => row[0])).toEqual(['3', '4', '10000002'])
    expect(rows[2]?.slice(2, 9)).toEqual(record)
    expect(result.sheets).toEqual({ read: ['新城区', '回民区'], passed: ['说明', '空'] })
    expect(result.header).toMatchObject({ line: 2, titles: 1 })
  })

  it.each([
    ['another header', textRow(headers.slice(0, 3)) + person(1)],
    ['rows without a header', person(1) + person(2)],
    ['two columns of persons', textRow(['号码', '名']) + textRow(['150102190001010018', '甲'])],
  ])('refuse the file with %s', async (_what, rows) => {
    expect(
      await refused([
        { name: 'a', rows: HEADER + person(1) },
        { name: '另表', rows },
      ]),
    ).toMatchObject({
      code: 'connectors.sheets_differ',
      fields: { others: expect.stringContaining('另表') },
    })
  })

  it('are passed over where they are hidden', async () => {
    for (const state of ['hidden', 'veryHidden']) {
      const { rows, result } = await read([
        { name: '字典', state, rows: HEADER + person(1) },
        { name: '数据', rows: HEADER + person(2) },
      ])
      expect(rows).toHaveLength(1)
      expect(result.sheets?.passed).toEqual(['字典'])
    }
  })

  it('give what is merged down a column to every row, and reject what is merged across columns', async () => {
    const blank = `<row><c/><c t="inlineStr"><is><t>乙</t></is></c></row>`
    const behind = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A4:B4"/></mergeCells>'
    const { rows, rejects } = await read([
      { name: 'a', rows: HEADER + person(1) + blank + person(3), behind },
    ])
    expect(rows.map((row) => row[2])).toEqual(['150102190001010001', '150102190001010001'])
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([['4', 'xlsx.merged']])
  })
})

describe('a workbook that was damaged', () => {
  const cell = '<c t="inlineStr"><is><t>x</t></is></c>'
  it.each([
    ['a reference twice', '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'],
    ['a row twice', `<row r="2">${cell}</row><row r="2">${cell}</row>`],
    ['rows that go back', `<row r="5">${cell}</row><row r="2">${cell}</row>`],
    ['a cell of another row', '<row r="2"><c r="A3"><v>1</v></c></row>'],
    ['a column beyond the last', '<row r="2"><c r="XFE2"><v>1</v></c></row>'],
    ['a cell outside of rows', cell],
    ['a value outside of a cell', '<row><v>1</v></row>'],
    ['a shared string that is missing', '<row><c t="s"><v>0</v></c></row>'],
    ['a style that is missing', '<row><c s="7"><v>1</v></c></row>'],
    ['text for a number', '<row><c><v>abc</v></c></row>'],
    ['an unknown type', '<row><c t="zz"><v>1</v></c></row>'],
    ['an unknown entity', '<row><c t="str"><v>&name;</v></c></row>'],
    ['an attribute that is none', '<row><cx="A1" t="str"><v>1</v></c></row>'],
  ])('by %s is refused with its sheet', async (_what, rows) => {
    expect(await refused([{ name: '甲表', rows: HEADER + rows }])).toMatchObject({
      code: 'connectors.file_damaged',
      fields: { reason: expect.stringContaining('甲表!') },
    })
  })

  it('gives the rows that it had, or is refused, wherever a tag is lost or a part is cut', async () => {
    const parts = partsOf([
      { name: 'a', rows: HEADER + person(1) + person(2) },
      { name: 'b', rows: HEADER + person(3) },
    ])
    const names = Object.keys(parts)
    const whole = (await readContent(packed(parts), { format: 'xlsx' })).rows
    const change = fc.record({
      part: fc.constantFrom(...names),
      how: fc.constantFrom('cut', 'drop', 'swap', 'remove'),
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ part, how, at }) => {
        const text = parts[part] as string
        const tags = [...text.matchAll(/<[^>]*[^/]>/g)]
        const tag = tags[Math.floor(at * tags.length)]
        const changed = { ...parts }
        if (how === 'cut') changed[part] = text.slice(0, Math.floor(at * text.length))
        else if (how === 'drop') changed[part] = text.replace(tag?.[0] ?? '', '')
        else if (how === 'swap') {
          const other = names[Math.floor(at * names.length)] as string
          changed[part] = parts[other] as string
          changed[other] = text
        } else delete changed[part]
        const outcome = await readContent(packed(changed), { format: 'xlsx' }).catch(
          (cause: unknown) => cause,
        )
        if (outcome instanceof Error)
          expect(outcome).toMatchObject({ code: expect.stringMatching(/^connectors\./) })
        else expect((outcome as { rows: unknown[] }).rows.length).toBeGreaterThanOrEqual(whole.length)
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

describe('what a workbook may ask', () => {
  it('passes over a million empty rows', async () => {
    const empty = `<row>${'<c/>'.repeat(10)}</row>`.repeat(400_000)
    expect((await read([{ name: 'a', rows: HEADER + person(1) + empty }])).rows).toHaveLength(1)
  }, 120_000)

  it('bounds how deep elements go and how long a tag is', () => {
    const scan = (text: string) =>
      new XmlScanner({ open: () => undefined, text: () => undefined, close: () => undefined }).push(text)
    expect(() => scan('<a>'.repeat(10_000))).toThrow('too deep')
    expect(() => scan(`<a b="${'x'.repeat(2 << 20)}`)).toThrow('without an end')
  })
})
