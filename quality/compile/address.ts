import { type RawBuilder, sql } from 'kysely'
import {
  cityNames,
  countyNames,
  countyNamesOfCity,
  elsewhere,
  type NamesByCode,
} from '../facts/division_names.ts'
import { addressPlaceholder } from '../facts/texts.ts'
import { helper } from '../normalise/level.ts'
import { fully, somewhere } from './matching.ts'

type Expression = RawBuilder<unknown>

/** Too short to lead anywhere. */
export function addressShortBad(field: string, min: number): Expression {
  return sql`length(${helper(field, 'text')}) < ${sql.lit(min)}`
}

/** A text in the place of an address. */
export function addressPlaceholderBad(field: string): Expression {
  return fully(helper(field, 'text'), addressPlaceholder)
}

/**
 * The address names leagues or cities but not the division's own, or counties but not the division's own (of a city:
 * none of its counties). Full names only: streets are called after places without 市 or 旗.
 */
export function addressDivisionBad(field: string, division: string): Expression {
  const text = helper(field, 'text')
  const code = sql`${sql.id(division)}`
  const city = sql`left(${code}, 4)`
  const otherCity = sql`(${somewhere(text, alternatives(cityNames))} and not ${ownCity(text, city)})`
  const otherCounty = sql`(${somewhere(text, alternatives(countyNames))} and not ${ownCounty(text, code, city)})`
  return sql`case when ${somewhere(text, elsewhere)} or ${code} = '150000' then false
    else coalesce(${otherCity} or ${otherCounty}, false) end`
}

function ownCity(text: Expression, city: Expression): Expression {
  const cases = [...cityNames].map(
    ([code, names]) => sql`when ${sql.lit(code.slice(0, 4))} then ${somewhere(text, names.join('|'))}`,
  )
  return sql`case ${city} ${sql.join(cases, sql` `)} end`
}

function ownCounty(text: Expression, code: Expression, city: Expression): Expression {
  const cases = [...countyNamesOfCity].map(([cityCode, all]) => {
    const counties = [...countyNames]
      .filter(([county]) => county.startsWith(cityCode.slice(0, 4)))
      .map(([county, names]) => sql`when ${sql.lit(county)} then ${somewhere(text, names.join('|'))}`)
    return sql`when ${sql.lit(cityCode.slice(0, 4))} then case ${code} ${sql.join(counties, sql` `)}
      when ${sql.lit(cityCode)} then ${somewhere(text, all.join('|'))} end`
  })
  return sql`case ${city} ${sql.join(cases, sql` `)} end`
}

function alternatives(names: NamesByCode): string {
  return [...names.values()].flat().join('|')
}
