import { describe, expect, it } from 'vitest'
import { examine } from './examine.ts'
import { geometryTypes, limits } from './shape.ts'
import { readHexWkb, readWkb } from './wkb.ts'

const square = '111 40,111.001 40,111.001 40.001,111 40.001,111 40'
const judge = (text: string, crs: number | null = 4490) => examine(text, { crs, types: geometryTypes })

/** What was received, and what is found in it. */
const table: [string, string, string[], string[]?][] = [
  // nothing, or no geometry
  ['empty point', 'POINT EMPTY', ['unreadable']],
  ['empty polygon', 'POLYGON EMPTY', ['unreadable']],
  ['empty ring', 'POLYGON(())', ['unreadable']],
  ['NaN in WKT', 'POINT(NaN 40)', ['unreadable']],
  ['infinity in WKT', 'POINT(1e999 40)', ['unreadable']],
  ['NaN in GeoJSON', '{"type":"Point","coordinates":[null,40]}', ['unreadable']],
  ['text in GeoJSON', '{"type":"Point","coordinates":["111","40"]}', ['unreadable']],
  ['infinity in GeoJSON', '{"type":"Point","coordinates":[1e999,40]}', ['unreadable']],
  ['NaN in WKB', '0101000000000000000000F87F000000000000F87F', ['unreadable']],
  ['one ordinate', 'POINT(111)', ['unreadable']],
  ['five ordinates', 'POINT(111 40 1 1 1)', ['unreadable']],
  ['uneven ordinates', 'LINESTRING(111 40,112 40 5)', ['unreadable']],
  ['unclosed bracket', `POLYGON((${square})`, ['unreadable']],
  ['one bracket too many', `POLYGON((${square})))`, ['unreadable']],
  ['text after it', `POLYGON((${square})); drop table x`, ['unreadable']],
  ['words', '内蒙古自治区呼和浩特市', ['unreadable']],
  ['formula', '=cmd|x', ['unreadable']],
  ['GeoJSON without coordinates', '{"type":"Polygon"}', ['unreadable']],
  ['GeoJSON of a prototype', '{"type":"__proto__","coordinates":[]}', ['unreadable']],
  ['GeoJSON feature of nothing', '{"type":"Feature","geometry":null}', ['unreadable']],
  ['odd hexadecimal', '010', ['unreadable']],
  ['cut WKB', '0103000000010000000500', ['unreadable']],
  ['WKB that promises four billion rings', '0103000000FFFFFFFF', ['unreadable']],
  ['WKB that promises four billion points', '010200000001FFFFFF', ['unreadable']],
  ['WKB with bytes after it', '01010000000000000000C05B40000000000000444000', ['unreadable']],
  ['WKB of an unknown order', '05010000000000000000C05B400000000000004440', ['unreadable']],
  // other kinds
  ['collection', 'GEOMETRYCOLLECTION(POINT(111 40))', ['type']],
  ['GeoJSON collection', '{"type":"GeometryCollection","geometries":[]}', ['type']],
  ['curve', 'CIRCULARSTRING(111 40,111.1 40.1,111.2 40)', ['type']],
  ['WKB collection', '010700000000000000', ['type']],
  // coordinate systems
  ['SRID that is not the row’s', `SRID=4525;POLYGON((${square}))`, ['crs']],
  ['SRID of WGS 84', `SRID=4326;POLYGON((${square}))`, ['crs']],
  ['SRID 0', `SRID=0;POLYGON((${square}))`, []],
  [
    'GeoJSON of another system',
    '{"type":"Point","coordinates":[111,40],"crs":{"type":"name","properties":{"name":"EPSG:4326"}}}',
    ['crs'],
  ],
  [
    'GeoJSON of this system',
    '{"type":"Point","coordinates":[111,40],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}}}',
    [],
  ],
  ['metres as degrees', 'POINT(37500000 4428000)', ['crs']],
  ['latitude first', 'POINT(40 111)', ['axes']],
  ['elsewhere', 'POINT(116 20)', ['range']],
  ['null island', 'POINT(0 0)', ['range']],
  // rings and lines
  ['open ring', 'POLYGON((111 40,111.001 40,111.001 40.001,111 40.001))', ['ring']],
  ['line of one position', 'LINESTRING(111 40,111 40)', ['ring'], ['geometry_repeated']],
  ['bowtie', 'POLYGON((111 40,111.001 40.001,111.001 40,111 40.001,111 40))', ['self_intersection']],
  [
    'spike',
    'POLYGON((111 40,111.001 40,111.001 40.001,111.002 40.001,111.001 40.001,111 40.001,111 40))',
    ['self_intersection'],
  ],
  ['hole outside', `POLYGON((${square}),(112 41,112.001 41,112.001 41.001,112 41))`, ['self_intersection']],
  [
    'hole that crosses',
    `POLYGON((${square}),(111.0005 40.0005,111.002 40.0005,111.002 40.0006,111.0005 40.0005))`,
    ['self_intersection'],
  ],
  ['hole as large as its shell', `POLYGON((${square}),(${square}))`, ['self_intersection']],
  ['hole that touches', `POLYGON((${square}),(111 40,111.0005 40.0002,111.0002 40.0005,111 40))`, []],
  ['parts that overlap', `MULTIPOLYGON(((${square})),((${square})))`, ['self_intersection']],
  ['no area', 'POLYGON((111 40,111.001 40,111 40))', ['area']],
  ['a single place', 'POLYGON((111 40,111 40,111 40,111 40))', ['area'], ['geometry_repeated']],
  ['repeated positions', `POLYGON((111 40,111 40,${square}))`, [], ['geometry_repeated']],
  [
    'straight edges with positions on them',
    'POLYGON((111 40,111.0005 40,111.001 40,111.001 40.001,111 40.001,111 40))',
    [],
  ],
  // further ordinates
  ['Z', 'POINT Z(111 40 1050)', [], ['geometry_z']],
  ['Z without saying', 'POINT(111 40 1050)', [], ['geometry_z']],
  ['POINTZM', 'POINTZM(111 40 1050 7)', [], ['geometry_z']],
  ['Z that is missing', 'POINT Z(111 40)', ['unreadable']],
  ['Z in GeoJSON', '{"type":"Point","coordinates":[111,40,1050]}', [], ['geometry_z']],
  ['Z in EWKB', '01010000800000000000C05B4000000000000044400000000000009040', [], ['geometry_z']],
  ['Z in ISO WKB', '01E90300000000000000C05B4000000000000044400000000000009040', [], ['geometry_z']],
  // forms
  ['big-endian WKB', '0000000001405BC000000000004044000000000000', []],
  ['lower case', 'multipoint(111 40,(112 41))', []],
]

describe('hostile and odd geometries', () => {
  it.each(table)('%s', (_, text, problems, repairs = []) => {
    const found = judge(text)
    expect(found).toMatchObject({ problems, repairs })
    expect(found.geometry === undefined).toBe(problems.length > 0 && !isJudgedOnArea(problems))
  })

  it('reads the same from Z and plain forms', () => {
    const plain = judge('POINT(111 40)').geometry?.wkb.toString('hex')
    for (const text of ['POINT Z(111 40 5)', '01010000800000000000C05B4000000000000044400000000000009040']) {
      expect(judge(text).geometry?.wkb.toString('hex')).toBe(plain)
    }
  })

  it('needs a coordinate system where rows name theirs', () => {
    expect(judge('POINT(111 40)', null).problems).toEqual(['crs'])
    expect(judge('SRID=4490;POINT(111 40)', null).problems).toEqual([])
    expect(judge('POINT(111 40)', Number.NaN).problems).toEqual(['crs'])
    expect(examine('POINT(111 40)', { types: geometryTypes }).problems).toEqual([])
  })

  it('takes a zone with its number, and the same zone without, for the same place', () => {
    const numbered = judge('POINT(37500000 4429529)', 4525)
    const plain = judge('POINT(500000 4429529)', 4546)
    expect(numbered.geometry?.wkb).toEqual(plain.geometry?.wkb)
    expect(judge('POINT(500000 4429529)', 4525).problems).toEqual(['crs'])
    expect(judge('POINT(38500000 4429529)', 4525).problems).toEqual(['crs'])
    expect(judge('POINT(4429529 37500000)', 4525).problems).toEqual(['axes'])
  })

  it('turns shells counter-clockwise and holes clockwise', () => {
    const clockwise = `POLYGON((${square.split(',').reverse().join(',')}))`
    expect(judge(clockwise).geometry?.wkb).toEqual(judge(`POLYGON((${square}))`).geometry?.wkb)
  })
})

/** A value of rings without an area keeps its place; only what cannot be placed has no geometry. */
function isJudgedOnArea(problems: string[]): boolean {
  return problems.every((each) => each === 'area' || each === 'self_intersection')
}

describe('large values are settled in due time', () => {
  const due = (text: string, problems: string[]) => {
    const start = performance.now()
    expect(judge(text).problems).toEqual(problems)
    expect(performance.now() - start).toBeLessThan(10_000)
  }
  const many = (count: number, each: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => each(at)).join(',')

  it.each([
    ['ten megabytes of digits', `POINT(${'1'.repeat(10_000_000)} 40)`],
    ['digits within the limit', `POINT(${'1'.repeat(limits.bytes - 20)} 40)`],
    ['blanks', `POINT${' '.repeat(limits.bytes - 100)}x`],
    ['letters', 'P'.repeat(limits.bytes)],
    [
      'brackets in GeoJSON',
      `{"type":"Polygon","coordinates":${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}}`,
    ],
    ['brackets in WKT', `POLYGON${'('.repeat(3_000_000)}`],
    [
      'too many positions',
      `LINESTRING(${many(limits.vertices + 1, (at) => `111 ${(40 + at / 1e6).toFixed(6)}`)})`,
    ],
  ])('%s', (_, text) => due(text, ['unreadable']))

  it('a comb that crosses itself ten thousand times', () => {
    const teeth = many(60_000, (at) => `${(111 + (at >> 1) / 1e5).toFixed(5)} ${at % 2 === 0 ? 40 : 41}`)
    due(`POLYGON((${teeth},111 40.5,112 40.5,111 40))`, ['self_intersection'])
  })

  it('long parallel lines, which a sweep has to hold side by side', () => {
    const layer = (at: number) => (40 + at * 1e-6).toFixed(7)
    const up = many(40_000, (at) =>
      at % 2 === 0 ? `111 ${layer(at)},112 ${layer(at)}` : `112 ${layer(at)},111 ${layer(at)}`,
    )
    due(`POLYGON((${up},110 ${layer(40_000)},110 40,111 40.0000000))`, ['unreadable'])
  })

  it('a ring over itself, again and again', () => {
    due(`POLYGON((${many(50_000, (at) => `${111 + (at % 3) / 10} ${at % 3 === 1 ? 41 : 40}`)},111 40))`, [
      'unreadable',
    ])
  })
})

describe('WKB', () => {
  it('fails on no bytes as on wrong ones', () => {
    expect(() => readWkb(new Uint8Array())).toThrow()
    expect(() => readHexWkb('zz')).toThrow()
  })
})
