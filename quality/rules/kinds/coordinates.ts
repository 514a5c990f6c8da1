import { sql } from 'kysely'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import { tryCast } from '../../../warehouse/engine/functions.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { helper } from '../../normalise/level.ts'
import { halfWidth } from '../../normalise/text.ts'
import { fold, hasShape } from '../../reference/context.ts'
import type { ExampleRow, Examples } from '../example.ts'
import { rowKind, rowTest, violation } from '../kind.ts'
import { fully } from '../matching.ts'

/** Degrees as a plain decimal; for RE2 and JavaScript alike. */
const degreesShape = '[+-]?[0-9]{1,3}([.][0-9]{1,12})?'
/** The region in whole degrees, with some room: longitudes and latitudes. */
const regionBox = { west: 97, east: 127, south: 37, north: 54 }

interface Coordinates {
  latitude: string
  part: 'invalid' | 'zero' | 'swapped' | 'range'
}

/** Longitude and latitude in degrees: readable, not zero, not exchanged, inside the region. */
const coordinatesTest = rowTest<Coordinates>('coordinates', {
  bad: (field, { latitude, part }) => coordinatesBad(field, latitude, part),
  broken: ({ text }, { latitude, part }, { at }) => coordinatesBroken(part, text, at(latitude).text),
  examples: (field, test) => coordinatesExamples(field, test),
  judgesBy: [degreesShape, regionBox],
})

/** Longitude and latitude in degrees: unreadable, zero, exchanged, or outside the region. */
function coordinatesBad(
  longitude: string,
  latitude: string,
  part: 'invalid' | 'zero' | 'swapped' | 'range',
): Expression {
  const [east, north] = [longitude, latitude].map((field) => halfWidth(helper(field, 'text'))) as [
    Expression,
    Expression,
  ]
  const shaped = (text: Expression) => fully(text, degreesShape)
  const [x, y] = [tryCast(east, 'double'), tryCast(north, 'double')]
  const swapped = sql`(${inRegion(y, x)})`
  const onEarth = sql`(${x} between -180 and 180 and ${y} between -90 and 90)`
  const both = sql`(${shaped(east)} and ${shaped(north)})`
  const zero = sql`(${x} = 0 or ${y} = 0)`
  switch (part) {
    case 'invalid':
      return sql`${helper(longitude, 'text')} is not null and (not ${shaped(east)} or not ${shaped(north)} or (${both} and not ${onEarth} and not ${swapped}))`
    case 'zero':
      return sql`(${both} and ${onEarth} and ${zero})`
    case 'swapped':
      return sql`(${both} and ${swapped})`
    case 'range':
      return sql`(${both} and ${onEarth} and not ${zero} and not ${swapped} and not ${inRegion(x, y)})`
  }
}

function inRegion(x: Expression, y: Expression): Expression {
  const { west, east, south, north } = regionBox
  return sql`(${x} between ${sql.lit(west)} and ${sql.lit(east)} and ${y} between ${sql.lit(south)} and ${sql.lit(north)})`
}

function coordinatesBroken(
  part: 'invalid' | 'zero' | 'swapped' | 'range',
  longitude: string,
  latitude: string | null,
): boolean {
  const east = degrees(longitude)
  const north = latitude === null ? null : degrees(latitude)
  if (east === undefined || north === undefined) return part === 'invalid'
  if (north === null) return false
  const swapped = isInRegion(north, east)
  const onEarth = Math.abs(east) <= 180 && Math.abs(north) <= 90
  const zero = east === 0 || north === 0
  switch (part) {
    case 'invalid':
      return !onEarth && !swapped
    case 'zero':
      return onEarth && zero
    case 'swapped':
      return swapped
    case 'range':
      return onEarth && !zero && !swapped && !isInRegion(east, north)
  }
}

function degrees(text: string): number | undefined {
  const half = fold(text)
  return hasShape(half, degreesShape) ? Number(half) : undefined
}

function isInRegion(x: number, y: number): boolean {
  const { west, east, south, north } = regionBox
  return x >= west && x <= east && y >= south && y <= north
}

function coordinatesExamples(field: string, { latitude, part }: Coordinates): Examples {
  const row = (east: string, north: string | null): ExampleRow => ({ [field]: east, [latitude]: north })
  const good = [
    row('111.6708', '40.8183'),
    row('97', '37'),
    row('127', '54'),
    row('１１１.６', '４０.８'),
    row('111.6', null),
  ]
  const bad = {
    invalid: [
      row('东经111', '40'),
      row('111.6', '北纬40'),
      row('181', '40'),
      row('200', '100'),
      row('111.6°', null),
    ],
    zero: [row('0', '0'), row('111.6', '0.000'), row('0', '40.8')],
    swapped: [row('40.8183', '111.6708'), row('37', '97'), row('54', '127')],
    range: [
      row('96.9', '40'),
      row('127.1', '40'),
      row('111', '36.9'),
      row('111', '54.1'),
      row('-111.6', '40.8'),
    ],
  }
  return { good, bad: bad[part] }
}

/** `field` is the longitude, in degrees. */
export const coordinates = rowKind(
  'coordinates',
  { ...ruleOnField, latitude: idSchema },
  {
    fieldsOf: ({ field, latitude }) => [field, latitude],
    typesOf: ({ field, latitude }) => [
      [field, ['text']],
      [latitude, ['text']],
    ],
    codes: {
      'coordinates.invalid': violation('reject', 'format_compliance', {
        'zh-CN': '经纬度无法识别或超出地球范围',
        en: 'The longitude or latitude cannot be read or lies beyond the earth',
      }),
      'coordinates.zero': violation('warn', 'dirty_data', {
        'zh-CN': '经度或纬度为零（多为未采集）',
        en: 'The longitude or latitude is zero, which mostly means that it was never taken',
      }),
      'coordinates.swapped': violation('warn', 'content_correctness', {
        'zh-CN': '经度与纬度填反',
        en: 'Longitude and latitude are exchanged',
      }),
      'coordinates.range': violation('warn', 'content_correctness', {
        'zh-CN': '经纬度不在自治区范围内',
        en: 'The coordinates lie outside the region',
      }),
    },
    tests: [coordinatesTest],
    declare({ field, latitude }, { add, options: { severity, as } }) {
      const test = (part: Coordinates['part']) => coordinatesTest.of({ latitude, part })
      add(field, 'coordinates.invalid', test('invalid'), { severity, as })
      add(field, 'coordinates.zero', test('zero'))
      add(field, 'coordinates.swapped', test('swapped'))
      add(field, 'coordinates.range', test('range'))
    },
  },
)
