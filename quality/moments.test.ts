import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { openEngine } from '../warehouse/engine/engine.ts'
import { dateLevels, datetimeLevels } from './normalise/date.ts'
import { helper, stack } from './normalise/level.ts'
import { numberLevels } from './normalise/number.ts'
import { plainLevels } from './normalise/plain.ts'
import { readField } from './reference/values.ts'

const folder = mkdtempSync(join(tmpdir(), 'moments-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

type Type = (typeof TYPES)[number]
const LEVELS = {
  date: dateLevels,
  datetime: datetimeLevels,
  integer: (field: string) => numberLevels(field, 'integer'),
  decimal: (field: string) => numberLevels(field, 'decimal'),
}

const TYPES = ['date', 'datetime', 'integer', 'decimal'] as const

/** What the compiled normaliser makes of the texts; instants in microseconds since 1970. */
async function read(type: Type, texts: string[]): Promise<(string | null)[]> {
  const received = sql.join(TYPES.map((each) => sql`value->>'$' as ${helper(each, 'raw')}`))
  const raw = sql`(select key::integer as line, ${received} from json_each(${JSON.stringify(texts)}::json))`
  const levels = TYPES.map((each) => [...plainLevels(each, each, [], ['NULL']), ...LEVELS[each](each)])
  const value = type === 'datetime' ? sql`epoch_us(${sql.id(type)})` : sql.id(type)
  const rows = await engine.rows<{ x: string | null }>(
    sql`select ${value}::varchar as x from ${stack(raw, levels)} order by line`,
  )
  return rows.map(({ x }) => x)
}

async function bothSay(type: Type, texts: string[]): Promise<(string | null)[]> {
  const compiled = await read(type, texts)
  const reference = texts.map((text) => readField(type, undefined, text).value)
  expect(texts.map((text, at) => [text, compiled[at]])).toEqual(
    texts.map((text, at) => [text, reference[at]]),
  )
  return compiled
}

const instants = (values: (string | null)[]) =>
  values.map((value) => value && new Date(Number(BigInt(value) / 1000n)).toISOString())

describe('days and times as programs write them', () => {
  it.each([
    ['PostgreSQL, MySQL, pandas, Spark', '2024-06-05'],
    ['Oracle and SQL Server', '2024-06-05 00:00:00'],
    ['JDBC', '2024-06-05 00:00:00.0'],
    ['SQL Server datetime2', '2024-06-05 00:00:00.0000000'],
    ['ISO 8601', '2024-06-05T00:00:00'],
    ['ISO 8601 to the minute', '2024-06-05T00:00'],
    ['midnight in China', '2024-06-05T00:00:00+08:00'],
    ['midnight in China, as UTC', '2024-06-04T16:00:00Z'],
    ['midnight in UTC', '2024-06-05T00:00:00Z'],
    ['midnight in UTC, as shown in China', '2024-06-05T08:00:00+08'],
    ['PostgreSQL with zone', '2024-06-05 00:00:00+08'],
    ['Trino', '2024-06-05 00:00:00.000 UTC'],
    ['Java', '2024-06-05T00:00+08:00[Asia/Shanghai]'],
    ['Excel in Chinese', '2024/6/5'],
    ['Excel with time', '2024/6/5 0:00'],
    ['Excel with half of the day', '2024/6/5 上午 12:00:00'],
    ['Excel in English', '2024/6/5 12:00:00 AM'],
    ['WPS', '2024.6.5'],
    ['WPS long', '2024年6月5日'],
    ['WPS long with time', '2024年06月05日 0时00分'],
    ['unpadded', '2024-6-5'],
    ['packed', '20240605'],
    ['packed with time', '20240605000000'],
    ['packed with milliseconds', '20240605000000000'],
    ['ISO 8601 basic', '20240605T000000+0800'],
    ['Oracle with month', '05-JUN-2024'],
    ['Oracle in Chinese', '05-6月 -2024'],
    ['SQL Server style 0', 'Jun  5 2024 12:00AM'],
    ['full width', '２０２４－０６－０５'],
    ['English long', 'June 5, 2024'],
    ['English long in Britain', '5 June 2024'],
    ['English', '5 Jun 2024'],
    ['English with full stop', 'Jun. 5, 2024'],
    ['English with ordinal', 'June 5th, 2024'],
    ['English with commas and blanks', '05 Jun , 2024'],
    ['year first', '2024-Jun-05'],
    ['SAS', '05JUN2024'],
    ['Java in Chinese', '6月 5, 2024'],
    ['Oracle in Chinese numerals', '05-六月-2024'],
    ['Excel in Chinese numerals', '二〇二四年六月五日'],
    ['WPS in Chinese numerals', '二○二四年六月五日'],
    ['Chinese numerals', '二零二四年六月五号'],
    ['cheque', '贰零贰肆年零陆月零伍日'],
    ['号', '2024年06月05号'],
    ['blanks', '2024 年 6 月 5 日'],
    ['blanks alone', '2024 06 05'],
    ['Excel with weekday', '2024年6月5日 星期三'],
    ['weekday in Chinese', '2024/06/05 星期三'],
    ['weekday without blank', '2024年6月5日星期三'],
    ['short weekday in Chinese', '2024-06-05 周三'],
    ['weekday in brackets', '2024-06-05（周三）'],
    ['Windows', '2024/6/5 周三 0:00:00'],
    ['weekday first', '星期三, 2024-06-05'],
    ['English with weekday', 'Wednesday, June 5, 2024'],
    ['toDateString of JavaScript', 'Wed Jun 5 2024'],
    ['toString of JavaScript', 'Wed Jun 05 2024 00:00:00 GMT+0800 (中国标准时间)'],
    ['toUTCString of JavaScript', 'Wed, 05 Jun 2024 00:00:00 GMT'],
    ['asctime', 'Wed Jun  5 00:00:00 2024'],
    ['Java with offset', 'Wed Jun 05 00:00:00 GMT+08:00 2024'],
    ['Go', '2024-06-05 00:00:00 +0800 CST'],
    ['Go in UTC', '2024-06-05 00:00:00 +0000 UTC'],
    ['Go with its clock', '2024-06-05 00:00:00 +0800 CST m=+0.000000001'],
    ['XML Schema in UTC', '2024-06-05Z'],
    ['XML Schema in China', '2024-06-05+08:00'],
    ['Python', 'datetime.date(2024, 6, 5)'],
    ['VBA', '#2024-06-05#'],
    ['.NET', '/Date(1717516800000+0800)/'],
    ['MongoDB', '{"$date":"2024-06-04T16:00:00Z"}'],
    ['MongoDB in milliseconds', '{"$date": {"$numberLong": "1717516800000"}}'],
    ['DB2', '2024-06-05-00.00.00.000000'],
  ])('reads the day of %s', async (_of, text) => {
    expect(await bothSay('date', [text, ` ${text} `])).toEqual(['2024-06-05', '2024-06-05'])
  })

  it('reads a day of summer time that a program wrote as an instant', async () => {
    const texts = ['1988-06-30T15:00:00Z', '1945-07-31 15:00:00+00', '1988-06-30T16:00:00Z']
    expect(await bothSay('date', texts)).toEqual(['1988-07-01', '1945-08-01', '1988-07-01'])
  })

  it('reads no day where more than one is possible, or none', async () => {
    const texts = [
      '2024-06-05 10:30:00', // which day, if the clock is that of another zone?
      '2024-06-04 16:00:00', // midnight in China as UTC, without saying so
      '2024-06-05 08:00:00',
      '2024-06-04T15:00:00Z', // no summer time in 2024
      '2024-06-05T00:00:00+09:00',
      '2024-06-05 24:00:00',
      '05/06/2024',
      '06-05-2024',
      '05-JUN-24',
      '05-6月 -24',
      '240605',
      '45448',
      '1717516800',
      '1717516800000',
      '2024-06/05',
      '2024-06-31',
      '2024年6月',
      '2024-13-01',
      '05-JUX-2024',
      '0000-00-00 00:00:00',
      '2024-06-0500:00:00',
      '2024-06-05 0:0',
      '2024-06-05T',
      '星期三',
      '2024-06-05 00:00:00 CST',
      '2024-06-05 星期四',
      'Thursday, June 5, 2024',
      'Wed Jun 6 2024',
      'Wed Jun 05 00:00:00 CST 2024',
      '2024-06-05 CST',
      '2024-06-05 00:00:00 +0800 UTC',
      '2024-06-05-08:00',
      '2024-06-05+09:00',
      '5 June 24',
      'June 2024',
      '12月2024',
      '六月五日',
      '二〇二四年六月',
      '二四年六月五日',
      '二〇二四年十三月五日',
      '二〇二四年六月三十一日',
      '二〇一十四年六月五日',
      'Jun 052024',
      '1717516800 +0800',
      '/Date(1717516800001+0800)/',
      'ISODate("2024-06-05T10:30:00Z")',
      'Marember 5, 2024',
      '2024-06-05 星期三 星期四',
    ]
    expect(await bothSay('date', texts)).toEqual(texts.map(() => null))
  })

  it.each([
    ['2024-06-05 09:05:00', '01:05'],
    ['2024-06-05T09:05', '01:05'],
    ['2024/6/5 9:05', '01:05'],
    ['2024/6/5 09:05:00', '01:05'],
    ['2024/6/5 上午 9:05:00', '01:05'],
    ['2024/6/5 上午9:05', '01:05'],
    ['2024/6/5 下午 9:05:00', '13:05'],
    ['2024/6/5 9:05:00 PM', '13:05'],
    ['2024/6/5 9:05:00\u202fPM', '13:05'],
    ['2024/6/5 下午 12:05', '04:05'],
    ['2024-06-05 12:05 am', '-08:05'],
    ['2024年6月5日9:05', '01:05'],
    ['2024年6月5日 9时05分00秒', '01:05'],
    ['2024.6.5 9:05', '01:05'],
    ['20240605 09:05', '01:05'],
    ['20240605 0905', '01:05'],
    ['20240605090500', '01:05'],
    ['20240605T090500', '01:05'],
    ['20240605T0905Z', '09:05'],
    ['2024-06-05T09:05:00Z', '09:05'],
    ['2024-06-05 09:05:00 UTC', '09:05'],
    ['2024-06-05 09:05:00+08', '01:05'],
    ['2024-06-05 09:05:00 +0800', '01:05'],
    ['2024-06-05 09:05:00+08:00', '01:05'],
    ['2024-06-05 09:05:00 GMT+8', '01:05'],
    ['2024-06-05T09:05:00-03:30', '12:35'],
    ['2024-06-05T09:05:00+05:45', '03:20'],
    ['2024-06-05T09:05:00+05:53:20', '03:11:40'],
    ['2024-06-05 09:05:00 Asia/Shanghai', '01:05'],
    ['2024-06-05T09:05:00+09:00[Asia/Tokyo]', '00:05'],
    ['2024-06-05T09:05:00Z[Etc/GMT-8]', '09:05'],
    ['05-JUN-2024 09:05:00', '01:05'],
    ['Jun  5 2024  9:05AM', '01:05'],
    ['2024-06-05', '-08:00'],
    ['2024-06-05 24:00:00', '16:00'],
    ['2024-06-05-09.05.00.000000', '01:05'],
    ['05-JUN-2024 09.05.00.000000 AM', '01:05'],
    ['05-JUN-2024 09.05.00.000000 PM +08:00', '13:05'],
    ['05-6月 -2024 09.05.00.000000 上午', '01:05'],
    ['05 Jun 2024 09:05:00:000', '01:05'],
    ['Jun  5 2024  9:05:00:000AM', '01:05'],
    ['Wed Jun 05 09:05:00 GMT+08:00 2024', '01:05'],
    ['Wed Jun 05 09:05:00 +0800 2024', '01:05'],
    ['Wed Jun  5 09:05:00 2024', '01:05'],
    ['Wed Jun 05 09:05:00 2024 UTC', '09:05'],
    ['Wed Jun 05 2024 09:05:00 GMT+0800 (中国标准时间)', '01:05'],
    ['Wed Jun 05 2024 09:05:00 GMT+0800 (China Standard Time)', '01:05'],
    ['Wed, 05 Jun 2024 09:05:00 GMT', '09:05'],
    ['Wed, 5 Jun 2024 09:05:00 +0800 (CST)', '01:05'],
    ['2024年6月5日 9时5分0秒', '01:05'],
    ['2024年6月5日9点05分', '01:05'],
    ['2024 年 6 月 5 日 9 时 5 分 0 秒', '01:05'],
    ['2024年6月5日9时', '01:00'],
    ['2024年6月5日9时整', '01:00'],
    ['二〇二四年六月五日 九时五分', '01:05'],
    ['二〇二四年六月五日上午九时零五分', '01:05'],
    ['2024年6月5日 星期三 9:05', '01:05'],
    ['2024-06-05 周三 09:05', '01:05'],
    ['2024年6月5日9时5分（北京时间）', '01:05'],
    ['June 5, 2024 at 9:05 AM', '01:05'],
    ['Jun 5, 2024, 9:05:00 a.m.', '01:05'],
    ['05/Jun/2024:09:05:00 +0800', '01:05'],
    ['05JUN2024:09:05:00', '01:05'],
    ['2024-06-05 09:05:00.0000000 +08:00', '01:05'],
    ['2024-06-05 09:05:00.123 +0800 CST', '01:05:00.123'],
    ['2024-06-05 09:05:00 PRC', '01:05'],
    ['ISODate("2024-06-05T09:05:00Z")', '09:05'],
    ['{"$date":"2024-06-05T09:05:00Z"}', '09:05'],
    ['{"$date":1717578300000}', '09:05'],
    ['/Date(1717578300000)/', '09:05'],
    ['/Date(1717578300000+0800)/', '09:05'],
    ['datetime.datetime(2024, 6, 5, 9, 5)', '01:05'],
    ['datetime.datetime(2024, 6, 5, 9, 5, 7)', '01:05:07'],
    ['datetime.datetime(2024, 6, 5, 9, 5, 7, 8000)', '01:05:07.008'],
    ['datetime.datetime(2024, 6, 5, 9, 5, tzinfo=datetime.timezone.utc)', '09:05'],
    ["Timestamp('2024-06-05 09:05:00')", '01:05'],
    ['2024-06-05Z', '00:00'],
  ])('reads the instant %s', async (text, utc) => {
    const [hours = 0, minutes = 0, seconds = 0] = utc.replace('-', '').split(':').map(Number)
    const from = Date.parse('2024-06-05T00:00:00Z')
    const millis = ((hours * 60 + minutes) * 60 + seconds) * 1000
    const at =
      utc === '-08:05'
        ? from - 8 * 3_600_000 + 5 * 60_000
        : utc === '-08:00'
          ? from - 8 * 3_600_000
          : from + millis
    expect(instants(await bothSay('datetime', [text]))).toEqual([new Date(at).toISOString()])
  })

  it('keeps six digits of a second, before 1970 as after it', async () => {
    const texts = [
      '2024-06-05 10:00:00.5',
      '2024-06-05 10:00:00,123',
      '1960-06-05 10:00:00.123456789',
      '1960-06-05T02:00:00.123456789Z',
      '20240605100000123456',
    ]
    expect((await bothSay('datetime', texts)).map((value) => value?.slice(-6))).toEqual([
      '500000',
      '123000',
      '876544',
      '876544',
      '123456',
    ])
  })

  it('reads no instant where more than one is possible, or none', async () => {
    const texts = [
      '2024-06-05 10:00:60',
      '2024-06-05 24:00:01',
      '2024-06-05 25:00:00',
      '2024-06-05 10:60',
      '2024-06-05 9:5',
      '2024/6/5 下午 13:05',
      '2024/6/5 上午 9:05 PM',
      '2024-06-05 09:05 CST',
      '2024-06-05T09:05:00+15:00',
      '2024-06-05 Z',
      '1988-07-01 10:00:00 Asia/Shanghai', // summer time or not, as the program knows it or not
      '200102030405', // 2001-02-03 04:05, or 03:04:05 of 2020-01-02
      '1717516800',
      '45448.378',
      '9:05',
      '05/06/2024 09:05',
      '05-JUN-24 09.05.00.000000 AM',
      '2024-06-05 09:05:00.1234567891',
      'Wed Jun 05 09:05:00 CST 2024',
      'Thu Jun 05 09:05:00 +0800 2024',
      'Wednesday, 05-Jun-24 09:05:00 GMT',
      '2024-06-05 09:05:00 +0800 GMT',
      '2024-06-05 08.00',
      '2024-06-05-0905',
      '2024年6月5日 9时5',
      '2024年6月5日 25时',
      '2024年6月5日 9时60分',
      'datetime.datetime(2024, 6, 5, 9, 60)',
      'datetime.datetime(2024, 6, 5, 9, 5, tzinfo=<DstTzInfo>)',
      '05-JUN-2024 09:05:00:00',
    ]
    expect(await bothSay('datetime', texts)).toEqual(texts.map(() => null))
  })

  it('reads the same compiled and slowly, of any text made of their pieces', async () => {
    const piece = (...pieces: string[]) => fc.constantFrom(...pieces)
    const text = fc
      .tuple(
        piece(
          '2024-06-05',
          '2024/6/5',
          '2024.6.5',
          '2024年6月5日',
          '20240605',
          '1988-07-01',
          '05-JUN-2024',
          '5-6月-2024',
          'Jun 5, 2024',
          'May  15 1949',
          '5 June 2024',
          'Wed, 5 Jun 2024',
          '2024-Jun-5',
          '6月 5 2024',
          '5JUN2024',
          '2024 6 5',
          '2024 年 6 月 5 号',
          '二〇二四年六月五日',
          '二零二四年十一月二十日',
          '2024年6月5日星期三',
          '2024-06-05 周四',
          '2024-2-30',
          '1700-01-01',
          '2024-06/05',
        ),
        piece('', ' ', '  ', 'T', '\u3000', 't', ',', ', ', ':', '-', ' at ', ' (周三) ', 'Wed '),
        piece('', '', '', '上午', 'PM ', 'am', '下午 '),
        piece(
          '',
          '',
          '00:00:00',
          '0:00',
          '16:00',
          '15:00:00',
          '9:05',
          '12:30',
          '093000',
          '0930',
          '093000123',
          '24:00:00',
          '24:00:01',
          '9时05分',
          '9时05分07秒',
          '10:00:00.123456789',
          '10:00:60',
          '000000.25',
          '7',
          '9时5分',
          '9点',
          '8时整',
          '9 时 05 分 7 秒',
          '九时三十分',
          '09.05.00',
          '9.05.00.123456',
          '09:05:00:123',
          '00:00:00:00',
        ),
        piece('', '', ' ', ' PM', '上午', ' AM '),
        piece(
          '',
          '',
          '',
          'Z',
          ' UTC',
          '+08',
          '+0800',
          '-03:30',
          ' Asia/Shanghai',
          '+08:00[Asia/Shanghai]',
          'CST',
          '+15',
          '+8',
          '+08:05:43',
          '[UTC]',
          '+0800 CST',
          ' +0000 UTC',
          ' +0800 UTC',
          ' GMT+0800 (中国标准时间)',
          '(北京时间)',
          ' PRC',
          '-03:00',
          ' CST',
          ' Wed',
        ),
      )
      .map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 500, maxLength: 500 }), async (texts) => {
        await bothSay('date', texts)
        await bothSay('datetime', texts)
      }),
      { numRuns: 6, endOnFailure: true },
    )
  })
})

describe('numbers as programs write them', () => {
  it.each([
    ['1', '1'],
    ['1.0', '1'],
    ['2.', '2'],
    ['-3.000', '-3'],
    ['+5', '5'],
    ['-0', '0'],
    ['007', '7'],
    ['１２３', '123'],
    ['1,234,567', '1234567'],
    ['1,234.00', '1234'],
    ['999999999999999999', '999999999999999999'],
    ['1.5', null],
    ['1,234', null], // a decimal comma, or not
    ['1,23', null],
    ['12,34,567', null],
    ['1e3', null], // what a spreadsheet shows of a number that it has rounded
    ['1234567890123456.0', null], // a float of so many digits has lost some
    ['.0', null],
    ['.', null],
    ['1 234', null],
    ['0x10', null],
    ['NaN', null],
  ])('reads %s as the whole number %s', async (text, value) => {
    expect(await bothSay('integer', [text])).toEqual([value])
  })

  it.each([
    ['1.50', '1.5000'],
    ['.5', '0.5000'],
    ['-.25', '-0.2500'],
    ['5.', '5.0000'],
    ['-0', '0.0000'],
    ['1,234.5', '1234.5000'],
    ['1,234,567', '1234567.0000'],
    ['１２．５', '12.5000'],
    ['1.23450000', '1.2345'],
    ['1.23456', null],
    ['123456789012345', null],
    ['1,234', null],
    ['4500,50', null],
    ['1.234,50', null],
    ['1.5E+11', null],
    ['.', null],
    ['¥5', null],
  ])('reads %s as the decimal %s', async (text, value) => {
    expect(await bothSay('decimal', [text])).toEqual([value])
  })

  it('reads the same compiled and slowly, of any text made of digits, points, commas and signs', async () => {
    const text = fc.stringMatching(/^[+-]?[0-9]{0,3}([,.][0-9]{0,4}){0,4}$/).filter((each) => each !== '')
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 500, maxLength: 500 }), async (texts) => {
        await bothSay('integer', texts)
        await bothSay('decimal', texts)
      }),
      { numRuns: 4, endOnFailure: true },
    )
  })
})
