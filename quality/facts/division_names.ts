import { divisions } from '../../catalog/data/divisions.ts'
import { cityOf, resolveDivision } from '../../catalog/divisions.ts'

/** Names by the code of today's division: its own, and those of the abolished ones that it follows. */
export type NamesByCode = Map<string, string[]>

function namesOf(level: 'city' | 'county'): NamesByCode {
  const names: NamesByCode = new Map()
  for (const { code, name, formerName } of divisions) {
    const today = resolveDivision(code)
    if (today?.level !== level) continue
    // Three cities had a 郊区, and 近郊区 says nothing: such a name tells no county from another.
    const former = formerName && !isShared(formerName.name) ? [formerName.name] : []
    names.set(today.code, [...new Set([...(names.get(today.code) ?? []), name, ...former])])
  }
  return names
}

function isShared(former: string): boolean {
  return divisions.filter(({ formerName }) => formerName?.name === former).length > 1
}

/** Of leagues and cities. */
export const cityNames: NamesByCode = namesOf('city')

const allCities = new Set([...cityNames.values()].flat())

/** Of banners, counties and districts; a name that is also a city's (通辽市 was a county) says nothing of the county. */
export const countyNames: NamesByCode = new Map(
  [...namesOf('county')].map(([code, names]) => [code, names.filter((name) => !allCities.has(name))]),
)

/** Names of counties by the city that they belong to today. */
export const countyNamesOfCity: NamesByCode = new Map()
for (const [code, names] of countyNames) {
  const city = cityOf(code) ?? code
  countyNamesOfCity.set(city, [...(countyNamesOfCity.get(city) ?? []), ...names])
}

/** An address that names another province is not held against the region's names. For RE2 and JavaScript alike. */
export const elsewhere = '省|北京市|天津市|上海市|重庆市|广西|西藏|宁夏|新疆|香港|澳门|台湾'
