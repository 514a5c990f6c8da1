import { codeTables } from '../../catalog/data/code_tables.ts'
import { currentDivisionCodes, historicalDivisions } from '../../catalog/divisions.ts'
import { leagues, provinces } from '../../quality/facts/places.ts'

/** A rule of one row by hand: its id without the register, and SQL that is true of a bad row. */
export interface RowCheck {
  rule: string
  bad: string
}

const LAST_DAY = "date '2026-09-02'"
const FIRST_BIRTHDAY = "date '1896-09-02'"
const FIRST_DAY = "date '1900-01-01'"
const CITIZEN = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Values as SQL writes them in a list. */
export const list = (values: string[]): string => values.map((value) => `'${value}'`).join(', ')

/** The check character of an identity number's first 17 digits, a number. */
export const checkCharacter = (n: string): string =>
  `substr('10X98765432', ((${CITIZEN.map((weight, at) => `${n} // ${10 ** (16 - at)} % 10 * ${weight}`).join(' + ')}) % 11 + 1)::integer, 1)`

export const requiredCheck = (field: string): RowCheck => ({
  rule: `${field}.required`,
  bad: `${field} is null`,
})

/** Of a number whose 17 digits are `<field>_n`, its day `<field>_born`, its check character `<field>_check`. */
export function citizenIdChecks(field: string): RowCheck[] {
  const place = `case when ${field}_n // 10000000000000000 = 9 then substr(${field}, 2, 2) in (${list(provinces)})
      when ${field}_n // 10000000000000000 = 8 then ${field}_n // 100000000000 in (810000, 820000, 830000)
      when ${field}_n // 1000000000000000 = 15 then ${field}_n // 10000000000000 in (${leagues.join(', ')})
      else ${field}_n // 1000000000000000 in (${provinces.join(', ')}) end`
  const bad = {
    shape: `${field} is not null and ${field}_n is null`,
    date: `${field}_n is not null and (${field}_born is null or ${field}_born > ${LAST_DAY})`,
    check: `${field}_n is not null and right(${field}, 1) <> ${field}_check`,
    place: `${field}_n is not null and not ${place}`,
    age: `${field}_n is not null and ${field}_born < ${FIRST_BIRTHDAY}`,
  }
  return Object.entries(bad).map(([part, test]) => ({ rule: `${field}.citizen_id.${part}`, bad: test }))
}

/** The code table has the field's name. */
export function codeCheck(field: string): RowCheck {
  const codes = Object.keys(codeTables.find((table) => table.id === field)?.codes ?? {})
  return { rule: `${field}.code.unknown`, bad: `${field} not in (${list(codes)})` }
}

export function divisionChecks(field: string): RowCheck[] {
  const historical = historicalDivisions.map(({ code }) => code)
  return [
    {
      rule: `${field}.division.unknown`,
      bad: `${field} not in (${list([...currentDivisionCodes, ...historical])})`,
    },
    { rule: `${field}.division.historical`, bad: `${field} in (${list(historical)})` },
  ]
}

/** Of a day whose date is `<field>_d`. */
export function dateChecks(field: string): RowCheck[] {
  return [
    { rule: `${field}.date.invalid`, bad: `${field} is not null and ${field}_d is null` },
    { rule: `${field}.date.implausible`, bad: `${field}_d < ${FIRST_DAY}` },
    { rule: `${field}.date.future`, bad: `${field}_d > ${LAST_DAY}` },
  ]
}

export const lengthCheck = (field: string, most: number): RowCheck => ({
  rule: `${field}.length.outside`,
  bad: `length(${field}) > ${most}`,
})
