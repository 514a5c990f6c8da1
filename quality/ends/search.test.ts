import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citizenId, uscc } from '../../demo/check_digits.ts'
import { readableLine, unreadableLine } from './line_text.ts'
import { EndSearch, type MissingRecord } from './search.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
const iso = day.map((date) => date.toISOString().slice(0, 10))
const keys = {
  citizenId: fc
    .tuple(fc.constantFrom('150102', '150203'), iso, digits(3))
    .map(([place, born, serial]) => citizenId(place + born.replaceAll('-', '') + serial)),
  uscc: digits(9).map((serial) => uscc(`91150102${serial}`)),
  station: digits(12).map((serial) => `QX15${serial}`),
  licence: digits(9).map((serial) => `1.2.156.3005.2.11100000.${serial}.A`),
  permit: digits(7).map((serial) => `蒙（2023）不动产权第${serial}号`),
}
const record = (key: fc.Arbitrary<string>) =>
  fc.record({
    key,
    name: fc.stringMatching(/^[巴雅尔其木格王李张伟芳娜敏静丽强磊军]{2,4}$/),
    phone: digits(8).map((rest) => `138${rest}`),
    on: iso,
    base: fc.integer({ min: 1, max: 99_999 }).map(String),
  })
type Row = { key: string; name: string; phone: string; on: string; base: string }
const fields = (row: Row) => [row.key, row.name, row.phone, row.on, row.base]
const missing = (row: Row): MissingRecord => ({
  key: row.key,
  aliases: [],
  names: [],
  values: [row.name, row.phone, `${row.on}`, `${row.base}.0000`],
})

const line = (row: Row) => fields(row).join(',')
const bytes = (text: Buffer) => `base64:${text.toString('base64')}`
const at = fc.nat({ max: 1000 })
const cutAt = (text: string, place: number) => text.slice(0, place % (text.length + 1))
const inserted = (text: string, place: number, what: string) => {
  const where = place % (text.length + 1)
  return text.slice(0, where) + what + text.slice(where)
}

/** What becomes of a line, as it is kept among those that could not be read. */
const damages: Record<string, (row: Row, place: number) => string> = {
  cut: (row, place) => cutAt(line(row), place),
  'without its first characters': (row, place) => line(row).slice(place % line(row).length),
  'with a quote in it': (row, place) => inserted(line(row), place, '"'),
  'with a NUL in it': (row, place) => bytes(Buffer.from(inserted(line(row), place, '\0'))),
  'with a broken byte in it': (row, place) => {
    const text = Buffer.from(line(row))
    const where = place % (text.length + 1)
    return bytes(Buffer.concat([text.subarray(0, where), Buffer.from([0xb6]), text.subarray(where)]))
  },
  'without a delimiter': (row) => line(row).replace(',', ''),
  'without a character of the key': (row, place) => {
    const where = place % row.key.length
    return line({ ...row, key: row.key.slice(0, where) + row.key.slice(where + 1) })
  },
  'with another delimiter': (row) => fields(row).join('\t'),
  'in UTF-16': (row) => bytes(Buffer.from(line(row), 'utf16le')),
  'in UTF-16, cut': (row, place) => {
    const text = Buffer.from(line(row), 'utf16le')
    return bytes(text.subarray(0, 12 + (place % (text.length - 12))))
  },
  'in small letters, with a hyphen': (row) =>
    `"${line({ ...row, key: inserted(row.key.toLowerCase(), 6, '-') })}`,
  'in full width': (row) =>
    line({ ...row, key: row.key.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)) }),
  'as JSON with escapes': (row) =>
    `{"key":"${[...row.key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}",`,
  'of JSON, cut': (row, place) => cutAt(JSON.stringify(row), place),
  'without anything': () => ',,,,',
  'of bytes that say nothing': () => bytes(Buffer.from([0xff, 0xfe, 0x81, 0x00, 0xd8])),
  'kept in part only': () => "15…[… 12000000 bytes, from byte 400 of the file's text]",
}

describe.each(Object.keys(keys) as (keyof typeof keys)[])('a record with a key as %s', (kind) => {
  const two = fc
    .tuple(record(keys[kind]), record(keys[kind]))
    .filter(([one, other]) => one.key !== other.key && one.name !== other.name && one.phone !== other.phone)

  it.each(Object.keys(damages))('is not thought gone for its line %s', (damage) => {
    fc.assert(
      fc.property(two, at, fc.boolean(), ([row, other], place, others) => {
        const search = new EndSearch([missing(row), missing(other)], { others })
        search.look(unreadableLine(damages[damage]?.(row, place) ?? ''))
        expect(search.any || search.named.has(row.key) || search.possible.has(row.key)).toBe(true)
      }),
    )
  })

  it('is gone where a line that cannot be read names another', () => {
    fc.assert(
      fc.property(two, at, ([row, other], place) => {
        const search = new EndSearch([missing(row), missing(other)], { others: false })
        search.look(unreadableLine(inserted(line(other), other.key.length + (place % 20), '"')))
        expect(search).toMatchObject({ any: false, named: new Set([other.key]), possible: new Set() })
      }),
    )
  })
})

describe('a row whose key was damaged', () => {
  const raw = (row: Row) => JSON.stringify(row)
  const slips: [string, (key: string) => string][] = [
    ['a digit wrong', (key) => key.slice(0, 9) + ((Number(key[9]) + 3) % 10) + key.slice(10)],
    ['two digits in each other’s place', (key) => key.slice(0, 8) + key[9] + key[8] + key.slice(10)],
    ['a digit too many', (key) => `${key.slice(0, 7)}5${key.slice(7)}`],
    ['its end rounded off', (key) => `${key.slice(0, 15)}000`],
    ['a power of ten', (key) => `${key[0]}.${key.slice(1, 6)}E+17`],
    ['nothing', () => ''],
    ['a mask', (key) => `${key.slice(0, 6)}********${key.slice(14)}`],
    ['fifteen digits', (key) => key.slice(0, 6) + key.slice(8, 17)],
  ]
  it.each(slips)('could be the record’s: %s', (_slip, slip) => {
    fc.assert(
      fc.property(record(keys.citizenId), fc.boolean(), (row, others) => {
        const search = new EndSearch([missing(row)], { others })
        search.look(readableLine(raw({ ...row, key: slip(row.key) }), 'key'))
        expect(search.named.has(row.key) || search.possible.has(row.key)).toBe(true)
      }),
    )
  })
})

describe('what is left of a line', () => {
  const person = (key: string, more: Partial<Row> = {}): MissingRecord =>
    missing({ key, name: '王芳', phone: '13800000000', on: '1970-01-01', base: '10000', ...more })
  it.each([
    ['15', citizenId('15010219700101000'), citizenId('15010219700101001'), { base: '15' }],
    ['1476', 'QX15000000000000', 'QX15000014760000', { base: '1' }],
    ['1.2', '1.2.156.3005.2.11100000.000000000.A', '1.2.156.3005.2.11100000.000000001.A', { base: '12' }],
  ])('is not another’s for one short value that it happens to have: %s', (left, key, other, more) => {
    const search = new EndSearch(
      [person(key), person(other, { name: '李强', phone: '13900000001', ...more })],
      {
        others: false,
      },
    )
    search.look(unreadableLine(left))
    expect(search.any || search.possible.has(key)).toBe(true)
  })

  it('singles out the records whose keys it begins', () => {
    const keys = ['15010219700101000', '15020319700101001'].map(citizenId)
    const search = new EndSearch(
      keys.map((key) => person(key)),
      { others: false },
    )
    search.look(unreadableLine('1502031970'))
    expect(search).toMatchObject({ any: false, possible: new Set([keys[1]]) })
  })
})

it('is nobody’s who is missing: a line in which a whole key stands', () => {
  fc.assert(
    fc.property(record(keys.citizenId), record(keys.citizenId), (row, other) => {
      fc.pre(row.key !== other.key)
      const search = new EndSearch([missing(row)], { others: false })
      search.look(unreadableLine(`${line({ ...row, key: other.key })}"`))
      expect(search).toMatchObject({ any: false, named: new Set(), possible: new Set() })
    }),
  )
})

it('names a record by a key that its subject had before', () => {
  const [row] = fc.sample(record(keys.citizenId), 1)
  const former = citizenId('15010219700101001')
  const search = new EndSearch([{ ...missing(row as Row), aliases: [former] }], { others: false })
  search.look(unreadableLine(`${former},x"`))
  expect([...search.named]).toEqual([row?.key])
})

it('gives up rather than search for ever', () => {
  const rows = fc.sample(record(keys.station), 50)
  const search = new EndSearch(rows.map(missing), { others: false, budget: 10_000 })
  for (let n = 0; n < 1000 && !search.any; n++) search.look(unreadableLine(`${'x,'.repeat(50)}QX16000"`))
  expect(search.any).toBe(true)
})
