import { currentDivisions, firstDays } from './divisions_current.ts'
import { type FormerLeague, formerCounties, formerLeagues, formerNames } from './divisions_historical.ts'

/** An administrative division. `successor` is the current code of a historical one. Dates are ISO days, inclusive / exclusive. */
export interface Division {
  code: string
  name: string
  /** What the same code was called before, until a day. */
  formerName?: { name: string; validTo: string }
  level: 'region' | 'city' | 'county'
  parent?: string
  validFrom: string
  validTo?: string
  successor?: string
}

const REGION = '150000'
/**
 * Codes count from here: in 1982 the leagues took the codes that identity numbers know. Where only the year of a change is known,
 * its first day stands for it; the days when leagues became cities are those of the approval.
 */
export const FIRST_DAY = '1982-01-01'

const firstDayOf = new Map(
  Object.entries(firstDays).flatMap(([day, codes]) => codes.split(' ').map((code) => [code, day] as const)),
)

/** Region, 12 leagues and cities, 103 banners, counties and districts; then the abolished codes. Codes are unique. */
export const divisions: Division[] = [
  { code: REGION, name: '内蒙古自治区', level: 'region', validFrom: FIRST_DAY },
  ...Object.entries(currentDivisions).flatMap(([city, counties]) => currentCity(city, counties)),
  ...formerLeagues.flatMap(formerCity),
  ...formerCounties.map((each) => formerCounty(each)),
]

function currentCity(text: string, counties: string): Division[] {
  const city = named(text)
  return [
    { ...city, level: 'city', parent: REGION, validFrom: firstDay(city.code) },
    ...counties.split(' ').map((each): Division => {
      const county = named(each)
      const validFrom = firstDay(county.code)
      return { ...county, ...formerNameOf(county.code), level: 'county', parent: city.code, validFrom }
    }),
  ]
}

function formerCity({ league, successor, validTo, counties }: FormerLeague): Division[] {
  const city = named(league)
  return [
    { ...city, level: 'city', parent: REGION, validFrom: FIRST_DAY, validTo, successor },
    ...counties.map((each) => formerCounty(each, validTo)),
  ]
}

/** @param lastDay when its league ended, where the county has no last year of its own */
function formerCounty(text: string, lastDay?: string): Division {
  const [code = '', name = '', successor = '', from, to] = text.split(' ')
  return {
    code,
    name,
    level: 'county',
    parent: `${code.slice(0, 4)}00`,
    validFrom: from ? `${from}-01-01` : FIRST_DAY,
    validTo: to ? `${to}-01-01` : lastDay,
    successor,
  }
}

function named(text: string): { code: string; name: string } {
  return { code: text.slice(0, 6), name: text.slice(6) }
}

function firstDay(code: string): string {
  return firstDayOf.get(code) ?? firstDayOf.get(code.slice(0, 4)) ?? FIRST_DAY
}

function formerNameOf(code: string): Pick<Division, 'formerName'> {
  const [, name, year] = formerNames.find((each) => each.startsWith(code))?.split(' ') ?? []
  return name ? { formerName: { name, validTo: `${year}-01-01` } } : {}
}
