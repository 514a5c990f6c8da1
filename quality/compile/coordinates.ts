import { type RawBuilder, sql } from 'kysely'
import { degreesShape, regionBox } from '../facts/coordinates.ts'
import { helper } from '../normalise/level.ts'
import { halfWidth } from '../normalise/text.ts'
import { fully } from './matching.ts'

type Expression = RawBuilder<unknown>

/** Longitude and latitude in degrees: unreadable, zero, exchanged, or outside the region. */
export function coordinatesBad(
  longitude: string,
  latitude: string,
  part: 'invalid' | 'zero' | 'swapped' | 'range',
): Expression {
  const [east, north] = [longitude, latitude].map((field) => halfWidth(helper(field, 'text'))) as [
    Expression,
    Expression,
  ]
  const shaped = (text: Expression) => fully(text, degreesShape)
  const [x, y] = [sql`try_cast(${east} as double)`, sql`try_cast(${north} as double)`]
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
