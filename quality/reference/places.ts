import { divisions, FIRST_DAY } from '../../catalog/data/divisions.ts'
import { degreesShape, regionBox } from '../facts/coordinates.ts'
import { cityNames, countyNames, elsewhere } from '../facts/division_names.ts'
import { furtherPostcodes, postcodeShape, regionPostcodes } from '../facts/postcodes.ts'
import { fold, fully } from './context.ts'

/** The code was not in force on the day. */
export function divisionAtBroken(code: string, day: string | null, part: 'both' | 'abolished'): boolean {
  const division = divisions.find((each) => each.code === code)
  if (!division || day === null || day < FIRST_DAY) return false
  if (division.validTo !== undefined && day >= division.validTo) return true
  return part === 'both' && day < division.validFrom
}

export function postcodeDivisionBroken(postcode: string, division: string | null): boolean {
  if (division === null || !division.startsWith('15') || !fully(postcode, postcodeShape)) return false
  const starts = [...regionPostcodes, ...(furtherPostcodes[division.slice(0, 4)] ?? [])]
  return !starts.some((start) => postcode.startsWith(start))
}

/** The divisions that the address names do not include the one of the code. */
export function addressDivisionBroken(address: string, code: string | null): boolean {
  if (code === null || code === '150000' || new RegExp(elsewhere, 'u').test(address)) return false
  const city = `${code.slice(0, 4)}00`
  const cities = named(address, cityNames)
  if (cities.length > 0 && cityNames.has(city) && !cities.includes(city)) return true
  const counties = named(address, countyNames)
  if (counties.length === 0) return false
  if (countyNames.has(code)) return !counties.includes(code)
  return cityNames.has(code) && !counties.some((county) => county.startsWith(code.slice(0, 4)))
}

function named(address: string, names: ReadonlyMap<string, string[]>): string[] {
  return [...names].flatMap(([code, all]) => (all.some((name) => address.includes(name)) ? [code] : []))
}

export function coordinatesBroken(
  part: 'invalid' | 'zero' | 'swapped' | 'range',
  longitude: string,
  latitude: string | null,
): boolean {
  const east = degrees(longitude)
  const north = latitude === null ? null : degrees(latitude)
  if (east === undefined || north === undefined) return part === 'invalid'
  if (north === null) return false
  const swapped = inRegion(north, east)
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
      return onEarth && !zero && !swapped && !inRegion(east, north)
  }
}

function degrees(text: string): number | undefined {
  const half = fold(text)
  return fully(half, degreesShape) ? Number(half) : undefined
}

function inRegion(x: number, y: number): boolean {
  const { west, east, south, north } = regionBox
  return x >= west && x <= east && y >= south && y <= north
}
