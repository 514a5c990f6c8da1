import { type Division, divisions } from './data/divisions.ts'

const byCode = new Map(divisions.map((division) => [division.code, division]))

/** Codes in force today: region, leagues and cities, banners and counties. */
export const currentDivisionCodes: string[] = divisions
  .filter((division) => !division.successor)
  .map((division) => division.code)

/** Abolished codes, each with the code that stands for it today. */
export const historicalDivisions: { code: string; successor: string }[] = divisions.flatMap((division) =>
  division.successor ? [{ code: division.code, successor: division.successor }] : [],
)

/** The leagues and cities in force today. */
export const cities: Division[] = divisions.filter(
  (division) => division.level === 'city' && !division.successor,
)

/** The division that `code` meant on `date` (ISO day), by its name of that day, or undefined when the code was not in force. */
export function divisionAt(code: string, date: string): Division | undefined {
  const division = byCode.get(code)
  if (!division || date < division.validFrom) return undefined
  if (division.validTo !== undefined && date >= division.validTo) return undefined
  const { formerName } = division
  return formerName && date < formerName.validTo ? { ...division, name: formerName.name } : division
}

/**
 * The division of today that `code` stands for: itself, or the successor of an abolished code; of a county that was
 * divided among several, their city. Undefined: never a code of the region.
 */
export function resolveDivision(code: string): Division | undefined {
  const division = byCode.get(code)
  return division?.successor ? resolveDivision(division.successor) : division
}

/** The league or city of today that `code` belongs to, as its code. Undefined for the region itself and for unknown codes. */
export function cityOf(code: string): string | undefined {
  const division = resolveDivision(code)
  if (!division || division.level === 'region') return undefined
  return division.level === 'city' ? division.code : division.parent
}
