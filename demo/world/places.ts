import { catalogue } from '../../catalog/catalogue.ts'
import type { Division } from '../../catalog/data/divisions.ts'
import type { Random } from '../random.ts'

/** Rough population of each league and city, in ten thousand. */
const population: Record<string, number> = {
  '150100': 350,
  '150200': 275,
  '150300': 56,
  '150400': 400,
  '150500': 285,
  '150600': 218,
  '150700': 222,
  '150800': 152,
  '150900': 168,
  '152200': 141,
  '152500': 112,
  '152900': 27,
}

const streets = [
  '新华大街',
  '锡林郭勒路',
  '兴安路',
  '呼伦贝尔路',
  '鄂尔多斯街',
  '中山路',
  '民族路',
  '建设路',
  '友谊大街',
  '健康街',
  '巴彦塔拉街',
  '乌兰察布路',
]

/** A banner, county or district as it stands, with its share of people and the codes it had before. */
export interface Place {
  code: string
  name: string
  city: string
  before: Division[]
}

const counties = catalogue.divisions.filter((each) => each.level === 'county')
const names = new Map(catalogue.divisions.map((each) => [each.code, each.name]))

/** The divisions in force, in the order of their codes. */
export const places: Place[] = counties
  .filter((each) => each.validTo === undefined)
  .sort((a, b) => (a.code < b.code ? -1 : 1))
  .map((each) => ({
    code: each.code,
    name: each.name,
    city: names.get(cityOf(each)) ?? '',
    before: counties.filter(
      (old) => old.successor !== undefined && currentCode(old.code) === each.code && old.code !== each.code,
    ),
  }))

const cumulative = weigh()

/** A place, by population. */
export function placeOf(random: Random): Place {
  const target = random.next() * (cumulative.at(-1) ?? 0)
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cumulative[middle] as number) > target) high = middle
    else low = middle + 1
  }
  return places[low] as Place
}

/** A street address in a place. */
export function addressIn(random: Random, place: Place): string {
  const estate = random.between(1, 30)
  return `内蒙古自治区${place.city}${place.name}${random.pick(streets)}${random.between(1, 299)}号${estate}号楼${random.between(1, 4)}单元${random.between(101, 1803)}室`
}

/** The code in force of a division, following its successors; written here so that truth has its own reading. */
export function currentCode(code: string): string {
  let at = catalogue.divisions.find((each) => each.code === code)
  while (at?.successor !== undefined) {
    const next: string = at.successor
    at = catalogue.divisions.find((each) => each.code === next)
  }
  return at?.code ?? code
}

function cityOf(division: Division): string {
  return division.parent ?? `${division.code.slice(0, 4)}00`
}

/** Town districts hold twice the people of a banner or county. */
function weigh(): number[] {
  const shares = places.map((place) => (Number(place.code.slice(4)) <= 5 ? 2 : 1))
  const totals = new Map<string, number>()
  places.forEach((place, i) => {
    const city = `${place.code.slice(0, 4)}00`
    totals.set(city, (totals.get(city) ?? 0) + (shares[i] as number))
  })
  let sum = 0
  return places.map((place, i) => {
    const city = `${place.code.slice(0, 4)}00`
    sum += ((population[city] ?? 50) * (shares[i] as number)) / (totals.get(city) ?? 1)
    return sum
  })
}
