import { sql } from 'kysely'
import { z } from 'zod'
import { divisions } from '../../../catalog/data/divisions.ts'
import type { ElementType } from '../../../catalog/element.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import {
  cityNames,
  countyNames,
  countyNamesOfCity,
  elsewhere,
  type NamesByCode,
} from '../../facts/division_names.ts'
import { addressPlaceholder } from '../../facts/texts.ts'
import { helper } from '../../normalise/level.ts'
import { hasShape } from '../../reference/context.ts'
import { type ExampleRow, type Examples, values } from '../example.ts'
import { given, rowKind, rowTest, violation } from '../kind.ts'
import { any, begins, fully, somewhere } from '../matching.ts'

/** Six digits that begin with those of a province, or one of the two codes of Hong Kong and Macao; for RE2 and JavaScript alike. */
const postcodeShape = '(0[1-9]|[1-7][0-9]|8[0-6])[0-9]{4}|99907[78]'

/** First digits of the region's postcodes. */
const regionPostcodes = ['01', '02']

/** Leagues some of whose counties are served from a neighbouring province: Hinggan from Jilin, Hulunbuir from Heilongjiang. */
const furtherPostcodes: Record<string, string[]> = { '1522': ['13'], '1507': ['16'] }

/** A text, and the field of the division to which it must belong. */
const typesOf = ({ field, division }: { field: string; division?: string | undefined }) =>
  [[field, ['text']], ...(division ? [[division, ['division']]] : [])] as [string, ElementType[]][]

/** Six digits of a postcode. */
const postcodeTest = rowTest('postcode', {
  bad: (field) => sql`not ${fully(helper(field, 'text'), postcodeShape)}`,
  broken: ({ text }) => !hasShape(text, postcodeShape),
  examples: (field) =>
    values(
      field,
      ['010010', '137400', '860000', '999077', '999078'],
      ['10010', '0100100', '000000', '870000', '999079', 'O10010'],
    ),
  judgesBy: postcodeShape,
})

/** A postcode of the division's province. */
const postcodeDivisionTest = rowTest<{ division: string }>('postcodeDivision', {
  bad: (field, { division }) => postcodeDivisionBad(field, division),
  broken: ({ text }, { division }, { at }) => postcodeDivisionBroken(text, at(division).value),
  examples: (field, { division }) => postcodeDivisionExamples(field, division),
  judgesBy: [postcodeShape, regionPostcodes, furtherPostcodes],
})

/** A postcode of another province than the division's. */
function postcodeDivisionBad(field: string, division: string): Expression {
  const text = helper(field, 'text')
  const code = sql`${sql.id(division)}`
  const further = Object.entries(furtherPostcodes).map(
    ([league, starts]) => sql`(left(${code}, 4) = ${sql.lit(league)} and ${begins(text, starts)})`,
  )
  return sql`${fully(text, postcodeShape)} and left(${code}, 2) = '15'
    and not ${any([begins(text, regionPostcodes), ...further])}`
}

function postcodeDivisionBroken(postcode: string, division: string | null): boolean {
  if (division === null || !division.startsWith('15') || !hasShape(postcode, postcodeShape)) return false
  const starts = [...regionPostcodes, ...(furtherPostcodes[division.slice(0, 4)] ?? [])]
  return !starts.some((start) => postcode.startsWith(start))
}

function postcodeDivisionExamples(field: string, division: string): Examples {
  const row = (postcode: string, code: string | null): ExampleRow => ({ [field]: postcode, [division]: code })
  return {
    good: [
      row('010010', '150102'),
      row('028000', '150502'),
      row('137400', '152201'),
      row('162850', '150722'),
      row('100000', null),
      row('x', '150102'),
    ],
    bad: [row('100000', '150102'), row('137400', '150102'), row('162850', '152201'), row('162850', '150102')],
  }
}

/** Six digits; `division`: the field of the division to which it must belong. */
export const postcode = rowKind(
  'postcode',
  { ...ruleOnField, division: idSchema.optional() },
  {
    fieldsOf: ({ field, division }) => given(field, division),
    typesOf,
    codes: {
      'postcode.shape': violation('warn', 'format_compliance', {
        'zh-CN': '邮政编码不是6位的规定格式',
        en: 'The postcode does not have the prescribed shape',
      }),
      'postcode.division': violation('warn', 'related_data', {
        'zh-CN': '邮政编码与行政区划不一致',
        en: 'The postcode belongs to another province than the division',
      }),
    },
    tests: [postcodeTest, postcodeDivisionTest],
    declare({ field, division }, { add, options: { severity, as } }) {
      add(field, 'postcode.shape', postcodeTest.of({}), { severity, as })
      if (division) add(field, 'postcode.division', postcodeDivisionTest.of({ division }))
    },
  },
)

/** Long enough to lead somewhere. */
const addressShortTest = rowTest<{ min: number }>('addressShort', {
  bad: (field, { min }) => sql`length(${helper(field, 'text')}) < ${sql.lit(min)}`,
  broken: ({ text }, { min }) => [...text].length < min,
  examples: (field, { min }) =>
    values(
      field,
      ['长'.repeat(min)],
      ['长'.repeat(min - 1)].filter((text) => text !== ''),
    ),
})

/** No text in the place of an address. */
const addressPlaceholderTest = rowTest('addressPlaceholder', {
  bad: (field) => fully(helper(field, 'text'), addressPlaceholder),
  broken: ({ text }) => hasShape(text, addressPlaceholder),
  examples: (field) => addressPlaceholderExamples(field),
  judgesBy: addressPlaceholder,
})

function addressPlaceholderExamples(field: string): Examples {
  return values(
    field,
    ['新城区海拉尔大街1号', '无锡路9号', '测试路口向东一百米处的院子'],
    [
      '不详',
      '无',
      '测试',
      '测试地址',
      '地址不详',
      '无固定住所',
      '同户籍地',
      '详见合同',
      '12345',
      '---',
      'xxx',
      'n/a',
    ],
  )
}

/** What the address names does not contradict the division. */
const addressDivisionTest = rowTest<{ division: string }>('addressDivision', {
  bad: (field, { division }) => addressDivisionBad(field, division),
  broken: ({ text }, { division }, { at }) => addressDivisionBroken(text, at(division).value),
  examples: (field, { division }) => addressDivisionExamples(field, division),
  judgesBy: divisions,
})

/**
 * The address names leagues or cities but not the division's own, or counties but not the division's own (of a city:
 * none of its counties). Full names only: streets are called after places without 市 or 旗.
 */
function addressDivisionBad(field: string, division: string): Expression {
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

/** The divisions that the address names do not include the one of the code. */
function addressDivisionBroken(address: string, code: string | null): boolean {
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

function addressDivisionExamples(field: string, division: string): Examples {
  const row = (address: string, code: string | null): ExampleRow => ({ [field]: address, [division]: code })
  return {
    good: [
      row('内蒙古自治区呼和浩特市新城区海拉尔大街1号', '150102'),
      row('呼和浩特市新城区', '150100'),
      row('新城区呼伦贝尔北路3号', '150102'),
      row('哲里木盟科尔沁右翼前旗', null),
      row('通辽市开鲁县', '150523'),
      row('哲里木盟开鲁县', '150523'),
      row('海拉尔市中央街', '150702'),
      row('包头市青山区、东河区', '150202'),
      row('湖北省武汉市青山区', '150102'),
      row('北京市朝阳区', '150102'),
      row('包头市', '150000'),
      row('某街1号', '150102'),
    ],
    bad: [
      row('内蒙古自治区包头市青山区1号', '150102'),
      row('包头市钢铁大街', '150102'),
      row('呼和浩特市玉泉区大南街', '150102'),
      row('玉泉区大南街', '150102'),
      row('玉泉区大南街', '150200'),
      row('呼伦贝尔盟海拉尔市', '150102'),
      row('满洲里市一道街', '150702'),
    ],
  }
}

/** `min`: fewest characters; `division`: the field that the divisions named in the text must not contradict. */
export const address = rowKind(
  'address',
  { ...ruleOnField, min: z.number().int().positive().default(5), division: idSchema.optional() },
  {
    fieldsOf: ({ field, division }) => given(field, division),
    typesOf,
    codes: {
      'address.short': violation('warn', 'dirty_data', {
        'zh-CN': '地址过短，无法定位',
        en: 'The address is too short to lead anywhere',
      }),
      'address.placeholder': violation('warn', 'dirty_data', {
        'zh-CN': '地址为占位文字（如“不详”“测试”）',
        en: 'The address is a placeholder',
      }),
      'address.division': violation('warn', 'related_data', {
        'zh-CN': '地址中写明的盟市或旗县与行政区划代码不一致',
        en: 'The division named in the address contradicts the division code',
      }),
    },
    tests: [addressShortTest, addressPlaceholderTest, addressDivisionTest],
    declare({ field, min, division }, { add, options: { severity, as } }) {
      add(field, 'address.short', addressShortTest.of({ min }), { severity, as })
      add(field, 'address.placeholder', addressPlaceholderTest.of({}), { severity, as })
      if (division) add(field, 'address.division', addressDivisionTest.of({ division }))
    },
  },
)
