import type { Division } from '../catalog/data/divisions.ts'
import type { Reason } from './reasons.ts'
import type { Request } from './request.ts'

/** Reasons against the row scope: divisions that do not exist, are no longer in force or are not the city's. */
export function judgeScope(divisions: readonly Division[], request: Request): Reason[] {
  const city = divisions.find((each) => each.code === request.city)
  const reasons: Reason[] = []
  if (city?.level !== 'city' || city.validTo)
    reasons.push({ code: 'unknown_city', fields: { city: request.city } })
  if (request.divisions.length === 0) reasons.push({ code: 'scope_empty', fields: {} })
  const own = new Set(divisionsWithin(divisions, [request.city]))
  for (const code of new Set(request.divisions)) {
    const division = divisions.find((each) => each.code === code)
    if (!division) reasons.push({ code: 'unknown_division', fields: { division: code } })
    else if (division.validTo) {
      const successor = division.successor ?? ''
      reasons.push({
        code: 'historical_division',
        fields: { division: code, name: division.name, successor },
      })
    } else if (!own.has(code)) {
      const fields = { division: code, name: division.name, city: city?.name ?? request.city }
      reasons.push({ code: 'foreign_division', fields })
    }
  }
  return reasons
}

/** The codes themselves and everything below them, historical codes included, sorted. */
export function divisionsWithin(divisions: readonly Division[], codes: readonly string[]): string[] {
  const found = new Set(codes)
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const division of divisions) {
      if (division.parent && found.has(division.parent)) found.add(division.code)
    }
  }
  return [...found].sort()
}
