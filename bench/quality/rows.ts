import { join } from 'node:path'
import { sql } from 'kysely'
import { currentDivisionCodes } from '../../catalog/divisions.ts'
import { organisationCode, uscc, usccDigits } from '../../demo/check_digits.ts'
import type { Register } from '../../quality/sets/input.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { fields, registerOf } from './register.ts'

/** The time of which the extract speaks. */
export const asOf = new Date('2026-09-01T00:00:00+08:00')

const EMPLOYERS = 20_000
const counties = currentDivisionCodes.filter((code) => !code.endsWith('00'))
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Valid credit codes: the keys that the reference rule looks into. */
export function employers(): string[] {
  return Array.from({ length: EMPLOYERS }, (_, at) =>
    uscc(`91150${100 + (at % 12)}${organisationCode(`MA${usccDigits(at, 6)}`)}`),
  )
}

/** The register of employers as set rules read it, in the folder that `prepare` filled. */
export function employersOf(root: string): Register {
  return {
    dataset: { ...registerOf().dataset, id: 'employers', key: 'key', recordKey: [] },
    live: () => sql`(select key from read_parquet(${sql.lit(join(root, 'employers.parquet'))}))`,
  }
}

/** What can be wrong with a row, as the place of `fault` in the list below. */
const faults: Record<string, [field: string, value: Expression][]> = {
  noKey: [['citizen_id', sql`null`]],
  shortKey: [['citizen_id', sql`'12345'`]],
  impossibleDate: [['citizen_id', withCheck(sql`left(head, 10) || '13' || substr(head, 13)`)]],
  wrongCheck: [['citizen_id', sql`head || case when ${check(sql`head`)} = '7' then '3' else '7' end`]],
  noName: [['name', sql`'  '`]],
  longName: [['name', sql`repeat('巴特尔', 20)`]],
  latinName: [['name', sql`'Bat3'`]],
  sex: [['sex', sql`'7'`]],
  otherSex: [['sex', sql`case when male then '2' else '1' end`]],
  ethnicGroup: [['ethnic_group', sql`'99'`]],
  noDay: [['birth_date', sql`'2019-02-30'`]],
  otherDay: [['birth_date', sql`(born + 1)::date::varchar`]],
  bornLater: [['birth_date', sql`'2099-01-01'`]],
  division: [['household_division', sql`'990101'`]],
  oldDivision: [['household_division', sql`'152101'`]],
  residence: [['residence_division', sql`'123'`]],
  noAddress: [['address', sql`null`]],
  mobile: [['mobile', sql`'12'`]],
  registered: [['registered_on', sql`'1999-13-01'`]],
  beforeBirth: [['registered_on', sql`'1850-01-01'`]],
  expired: [['valid_until', sql`'1851-01-01'`]],
  height: [['height', sql`'abc'`]],
  giant: [['height', sql`'999'`]],
  debt: [['income', sql`'-5'`]],
  householdNo: [['household_no', sql`'X1'`]],
  employerShape: [['employer', sql`'ABC'`]],
  employerCheck: [['employer', sql`'91150100MATEAT0144'`]],
  otherEmployer: [['employer', sql`'91150100MATEAT0143'`]],
  spouse: [['spouse_id', sql`'15010219000101001X'`]],
  time: [['updated_at', sql`'yesterday'`]],
  noSerial: [['serial', sql`null`]],
}
const names = Object.keys(faults)
/** Besides those: the row repeats the identity number, and what follows from it, of the row before. */
const REPEATED = names.length

/**
 * `count` rows in raw/<register>'s shape, a share of them `bad` in one or two ways, one in a hundred good ones with
 * blanks around a value. Everything follows from the row's number.
 * @param known relation of `place`, `key`: the employers
 */
export function rawRows(count: number, bad: number, known: Expression): Expression {
  const columns = Object.keys(fields).map((field) => sql`${wrongly(field)}::varchar as ${sql.id(field)}`)
  return sql`select 1::integer as _extract, i + 2 as _line, 'I' as _op, ${sql.join(columns)}, null::varchar as _extra
    from ${people(count, bad)} as person left join ${known} as known on known.place = p % ${sql.lit(EMPLOYERS)}`
}

/** One row a number: the good values that others follow from, and its faults. */
function people(count: number, bad: number): Expression {
  const list = sql`[${sql.join(counties.map((code) => sql.lit(code)))}]`
  const size = sql.lit(counties.length)
  const isBad = sql`(i * 7919 + i // 1000003) % 1000003 < ${sql.lit(Math.ceil(bad * 1_000_003))}`
  const kinds = sql.lit(REPEATED + 1)
  const faulty = sql`(select i, case when ${isBad} then i * 48271 % 65537 % ${kinds} end as f1,
    case when ${isBad} and i % 3 = 0 then i * 69621 % 65539 % ${kinds} end as f2 from range(${sql.lit(count)}) as number(i))`
  const based = sql`(select *, i - (coalesce(f1 = ${sql.lit(REPEATED)}, false) and i > 0)::integer as p from ${faulty})`
  const spread = sql`(select *, ${list} as list, p // ${size} as within from ${based})`
  const born = (within: Expression) =>
    sql`(date '1940-01-01' + (${within} // 996 * 397 % 29000)::integer)::date`
  const head = (at: Expression, within: Expression) =>
    sql`(${list}[${at} % ${size} + 1] || strftime(${born(within)}, '%Y%m%d') || lpad((1 + ${within} % 996)::varchar, 3, '0'))`
  return sql`(select i, f1, f2, p, ${list}[p % ${size} + 1] as county, ${born(sql`within`)} as born,
    ${head(sql`p`, sql`within`)} as head, ${head(sql`(p + 1)`, sql`((p + 1) // ${size})`)} as spouse, within % 996 % 2 = 0 as male from ${spread})`
}

const good: Record<string, Expression> = {
  citizen_id: sql`${withCheck(sql`head`)} || case when i % 100 = 41 then ' ' else '' end`,
  name: sql`case when i % 100 = 42 then ' ' else '' end || substr('王李张刘陈杨赵黄周吴包白韩金孟', p % 15 + 1, 1) || substr('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英', p * 7 % 23 + 1, 1) || substr('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英', p * 31 % 23 + 1, 1)`,
  sex: sql`case when male then '1' else '2' end`,
  ethnic_group: sql`case when p % 5 = 0 then '02' else '01' end`,
  birth_date: sql`born`,
  household_division: sql`county`,
  residence_division: sql`case when p % 4 = 0 then '150100' else county end`,
  address: sql`'内蒙古自治区' || county || '幸福路' || p % 997 || '号' || p % 31 || '栋' || p % 17 || '单元'`,
  mobile: sql`case when p % 10 > 0 then '13' || lpad((p * 7919 % 1000000000)::varchar, 9, '0') end`,
  education: sql`case when p % 2 = 0 then '70' else '20' end`,
  marital_status: sql`case when p % 3 = 0 then '10' else '20' end`,
  registered_on: sql`(born + (p % 900)::integer)::date`,
  valid_until: sql`case when p % 3 > 0 then (born + (p % 900 + 7300)::integer)::date end`,
  height: sql`150 + p % 45`,
  income: sql`p % 200000 || '.' || lpad((p % 100)::varchar, 2, '0')`,
  household_no: sql`'H' || lpad((p // 3)::varchar, 9, '0')`,
  employer: sql`case when p % 10 < 6 then known.key end`,
  spouse_id: sql`case when p % 2 = 0 then ${withCheck(sql`spouse`)} end`,
  serial: sql`i`,
  updated_at: sql`'2026-08-' || lpad((p % 28 + 1)::varchar, 2, '0') || ' ' || lpad((p % 24)::varchar, 2, '0') || ':30:00'`,
}

function wrongly(field: string): Expression {
  const cases = names.flatMap((name, at) =>
    (faults[name] ?? [])
      .filter(([of]) => of === field)
      .map(([, value]) => sql`when f1 = ${sql.lit(at)} or f2 = ${sql.lit(at)} then ${value}`),
  )
  const value = sql`(${good[field] ?? sql`null`})::varchar`
  return cases.length > 0 ? sql`case ${sql.join(cases, sql` `)} else ${value} end` : value
}

function withCheck(head: Expression): Expression {
  return sql`${head} || ${check(head)}`
}

function check(head: Expression): Expression {
  const n = sql`(${head})::bigint`
  const terms = WEIGHTS.map(
    (weight, at) => sql`(${n} // ${sql.lit(10n ** BigInt(16 - at))} % 10) * ${sql.lit(weight)}`,
  )
  return sql`substr('10X98765432', ((${sql.join(terms, sql` + `)}) % 11 + 1)::integer, 1)`
}
