import { describe, expect, it } from 'vitest'
import { dataset, readContent, record } from './files.testing.ts'

const members = Object.fromEntries(dataset.fields.map((field, at) => [field.id, record[at]]))
const line = JSON.stringify(members)
const other = (extra: string) => `${line.slice(0, -1)},${extra}}`
const row = (at: number) => [`${at}`, 'I', ...record, null]
const evolving = { ...dataset, drift: 'evolve' as const }
const read = (text: string | Buffer) => readContent(text, { format: 'jsonl', dataset: evolving })

describe('readJsonLines', () => {
  const refused: [string, string, string][] = [
    ['a lone escaped half character', other('"x":"甲\\ud83d乙"'), 'parse.encoding'],
    ['one in the name of a member', other('"\\udc00":1'), 'parse.encoding'],
    ['one in a nested value', other('"x":{"y":["\\ud83d"]}'), 'parse.encoding'],
    ['halves in the wrong order', other('"x":"\\ude00\\ud83d"'), 'parse.encoding'],
    ['NUL', other('"x":"a\\u0000"'), 'parse.nul'],
    ['the same member twice', other('"x":1,"x":2'), 'parse.json'],
    ['two names of one column', other('"姓名":"乙"'), 'parse.json'],
    ['two objects', line + line, 'parse.json'],
    ['two objects with a comma', `${line},${line}`, 'parse.json'],
    ['Infinity', other('"x":-Infinity'), 'parse.json'],
    ['half an object', line.slice(0, -5), 'parse.json'],
    ['an array behind an object', `[${line}]`, 'parse.json'],
    ['a leading zero', other('"x":01'), 'parse.json'],
  ]
  it.each(refused)('rejects %s', async (_, text, code) => {
    const { rows, rejects } = await read(`${line}\n${text}\n${line}\n`)
    expect(rows).toEqual([row(1), row(3)])
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([['2', code]])
  })

  it('rejects half a character in raw bytes', async () => {
    const [before = '', after = ''] = other('"x":"?"').split('?')
    const bytes = Buffer.concat([
      Buffer.from(`${line}\n${before}`),
      Buffer.from([0xed, 0xa0, 0xbd]),
      Buffer.from(`${after}\n`),
    ])
    expect((await read(bytes)).rejects.map((reject) => reject[1])).toEqual(['parse.encoding'])
  })

  it.each([
    [
      'a number digit by digit',
      '"x":12345678901234567890.12345678901234567890',
      '12345678901234567890.12345678901234567890',
    ],
    ['an exponent', '"x":1E400', '1E400'],
    ['a pair of halves', '"x":"\\ud83d\\ude00"', '😀'],
    ['a pair in a nested value', '"x":["\\ud83d\\ude00"]', '["\\ud83d\\ude00"]'],
    ['an escaped backslash before u', '"x":["\\\\ud83d"]', '["\\\\ud83d"]'],
    ['a raw character', '"x":"𠮷"', '𠮷'],
  ])('keeps %s', async (_, extra, value) => {
    const { rows, rejects } = await read(`${other(extra)}\n`)
    expect(rejects).toEqual([])
    expect(JSON.parse(rows[0]?.at(-1) ?? '{}')).toEqual({ x: value })
  })

  it('passes over marks where files were put together', async () => {
    expect((await read(`\ufeff${line}\r\n\ufeff${line}\r\n\ufeff\n`)).rows).toEqual([row(1), row(2)])
  })

  it('reads NaN as no value, and passes over what begins a record of RFC 7464', async () => {
    const lines = [
      '"x":NaN',
      '"x":[NaN,1]',
      '"x":"NaN \\" NaN"',
      '"x":1.0',
      '"x":150102190001010016.0',
      '"x":1.50',
    ]
    const { rows, rejects } = await read(lines.map((extra) => `\x1e${other(extra)}\n`).join(''))
    expect(rejects).toEqual([])
    expect(rows.map((each) => JSON.parse(each.at(-1) ?? '{}').x)).toEqual([
      '<NA>',
      '[null,1]',
      'NaN " NaN',
      '1',
      '150102190001010016.0',
      '1.50',
    ])
  })

  it.each([
    JSON.stringify(members, null, 2),
    `${line}${line}`,
    `${line} ${line}\n${line}`,
    `${line},${line}\n`,
  ])('names by its cause a file that is not one object a line', (text) =>
    expect(read(text)).rejects.toMatchObject({ code: 'connectors.json_not_lines' }),
  )

  it.each([`[${line},\n${line}]\n`, `[\n  ${line}\n]\n`, `\n \ufeff[${line}]`])(
    'names a JSON array by its cause',
    (text) => expect(read(text)).rejects.toMatchObject({ code: 'connectors.json_array' }),
  )

  it('refuses more members than a table has columns, in a bounded number of steps', async () => {
    const wide = (count: number) =>
      `${line.slice(0, -1)},${Array.from({ length: count }, (_, at) => `"字段${at}":1`).join(',')}}`
    await expect(read(wide(3000))).rejects.toMatchObject({ code: 'connectors.too_many_columns' })
    const growing = Array.from({ length: 1500 }, (_, at) => other(`"字段${at}":1`)).join('\n')
    expect((await read(growing)).result.received).toBe(1500)
  })

  it('takes deep nesting and long members without more than their length in steps', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const long = 'x'.repeat(900_000)
    const { rows, rejects } = await read(
      `${other(`"x":${deep}`)}\n${other(`"x":"${long}"`)}\n${other(`"x":${'['.repeat(900_000)}`)}`,
    )
    expect(rows.map((each) => each[0])).toEqual(['1', '2'])
    expect(rejects.map((reject) => reject.slice(0, 2))).toEqual([['3', 'parse.json']])
  })
})
