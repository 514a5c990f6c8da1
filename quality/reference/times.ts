import { monthShape } from '../facts/months.ts'
import type { BirthField, LeastAge } from '../rules/test.ts'
import { fully, type RowContext } from './context.ts'
import type { Value } from './values.ts'

/** The day of a date, or in China of an instant. */
export function dayOf({ value, day }: Value): string | null {
  return value === null ? null : (day ?? value)
}

export function dayImplausible(value: Value, { min, max }: { min?: string; max?: string }): boolean {
  const day = dayOf(value)
  return day !== null && ((min !== undefined && day < min) || (max !== undefined && day > max))
}

export function periodBroken(part: 'invalid' | 'future', text: string, last: string): boolean {
  if (!fully(text, monthShape)) return part === 'invalid'
  return part === 'future' && text.replace('-', '') > last.slice(0, 7).replace('-', '')
}

export function ageBroken(
  event: string | null,
  { birth, min, max }: { birth: BirthField; min?: LeastAge; max?: number },
  { at }: Pick<RowContext, 'at'>,
): boolean {
  const person = at(birth.field)
  const born = birth.from === 'citizenId' ? (person.day ?? null) : person.value
  if (event === null || born === null || event < born) return false
  const age = yearsBetween(born, event)
  const least = min === undefined ? undefined : leastAge(min, at)
  return (least !== undefined && age < least) || (max !== undefined && age > max)
}

function leastAge(min: LeastAge, at: RowContext['at']): number | undefined {
  if (typeof min === 'number') return min
  const id = at(min.id).value ?? ''
  if (!/^[0-9]{17}/.test(id) || [...id].length !== 18) return undefined
  return Number(id.charAt(16)) % 2 === 1 ? min.male : min.female
}

/** Completed years, counted birthday by birthday. */
function yearsBetween(born: string, event: string): number {
  const years = Number(event.slice(0, 4)) - Number(born.slice(0, 4))
  return event.slice(5) < birthdayIn(event.slice(0, 4), born) ? years - 1 : years
}

/** The birthday in a year: the 28th for those born on the 29th of February, where there is none. */
function birthdayIn(year: string, born: string): string {
  const leap = new Date(Date.UTC(Number(year), 1, 29)).getUTCMonth() === 1
  return born.endsWith('-02-29') && !leap ? '02-28' : born.slice(5)
}
