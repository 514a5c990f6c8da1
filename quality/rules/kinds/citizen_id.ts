import { sql } from 'kysely'
import { z } from 'zod'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { citizenIdCheck } from '../../check_digits.ts'
import { leagues, provinces, residents } from '../../facts/places.ts'
import { helper } from '../../normalise/level.ts'
import { isNumberOf, isOneOf } from '../../normalise/members.ts'
import type { RowContext, Value } from '../../reference/context.ts'
import { isShapedCitizenId, readField } from '../../reference/values.ts'
import { type ExampleRow, type Examples, values } from '../example.ts'
import { dayAfter, firstBirthday, type Judging } from '../judging.ts'
import { type Add, type RuleOptions, rowKind, rowTest, violation } from '../kind.ts'
import { any } from '../matching.ts'
import { citizenId as numberOf, spoilt } from '../sound_numbers.ts'

/** Forms of the identity number; `legacy`: the 15 digits of before 1999, which are widened to 18. */
const citizenIdForms = ['mainland', 'legacy', 'hongkong', 'macao', 'taiwan', 'foreign'] as const
type CitizenIdForm = (typeof citizenIdForms)[number]

interface CitizenId {
  part: 'shape' | 'date' | 'check' | 'place' | 'age'
}

/** GB 11643: shape, a real birth date that is not in the future, check character, place of first issue, age. */
export function citizenIdBad(
  field: string,
  part: 'shape' | 'date' | 'check' | 'place' | 'age',
  judging: Judging,
): Expression {
  const shaped = isShaped(field)
  if (part === 'shape') return sql`${helper(field, 'text')} is not null and not ${shaped}`
  const born = helper(field, 'born')
  if (part === 'date') return sql`${shaped} and (${born} is null or ${born} > ${dayAfter(judging)})`
  if (part === 'check') {
    const other = sql`substr(${sql.id(field)}, 18, 1) <> ${helper(field, 'check')}`
    return sql`case when ${helper(field, 'valid')} then false else ${shaped} and ${other} end`
  }
  if (part === 'place') return sql`${shaped} and not ${placeKnown(helper(field, 'n'))}`
  const first = firstBirthday(judging)
  return first === undefined ? sql`false` : sql`${shaped} and ${born} < date ${sql.lit(first)}`
}

function isShaped(field: string): Expression {
  const text = helper(field, 'text')
  return sql`(case when ${helper(field, 'valid')} then true
    else ${helper(field, 'n')} is not null and (length(${text}) = 15 or right(${text}, 1) between '0' and '9' or right(${text}, 1) = 'X') end)`
}

/** Of the first 17 digits: the province; in this region the league; of residents of Hong Kong, Macao and Taiwan all six digits; of foreigners where they applied. */
function placeKnown(n: Expression): Expression {
  const start = (digits: number) => sql`(${n} // ${sql.lit(10n ** BigInt(17 - digits))})`
  return sql`case when ${start(1)} = 9 then ${isNumberOf(sql`${start(3)} % 100`, provinces)}
    when ${start(1)} = 8 then ${isNumberOf(start(6), Object.values(residents))}
    when ${start(2)} = 15 then ${isNumberOf(start(4), leagues)} else ${isNumberOf(start(2), provinces)} end`
}

/** A number of a form that the register does not hold. */
function citizenFormBad(field: string, forms: readonly CitizenIdForm[]): Expression {
  return sql`${isShaped(field)} and not ${any(forms.map((form) => hasForm(field, form)))}`
}

function hasForm(field: string, form: CitizenIdForm): Expression {
  const value = sql`${sql.id(field)}`
  const legacy = sql`length(${helper(field, 'text')}) = 15`
  if (form === 'legacy') return legacy
  const foreign = sql`left(${value}, 1) = '9'`
  if (form === 'foreign') return sql`(not ${legacy} and ${foreign})`
  const resident = (places: string[]) => isOneOf(sql`left(${value}, 6)`, places)
  if (form !== 'mainland') return sql`(not ${legacy} and ${resident([residents[form]])})`
  return sql`(not ${legacy} and not ${foreign} and not ${resident(Object.values(residents))})`
}

/** GB 11643, character by character. */
export function citizenIdBroken(
  part: 'shape' | 'date' | 'check' | 'place' | 'age',
  { text, value }: Value,
  { last, firstBirthday }: Pick<RowContext, 'last' | 'firstBirthday'>,
): boolean {
  if (text === null || value === null) return false
  if (!isShapedCitizenId(text)) return part === 'shape'
  const day = readField(
    'date',
    undefined,
    `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`,
  )
  switch (part) {
    case 'shape':
      return false
    case 'date':
      return day.value === null || day.value > last
    case 'check':
      return value.charAt(17) !== citizenIdCheck(value)
    case 'place':
      return !isKnownPlace(value)
    case 'age':
      return day.value !== null && firstBirthday !== undefined && day.value < firstBirthday
  }
}

function isKnownPlace(id: string): boolean {
  if (id.startsWith('9')) return provinces.includes(id.slice(1, 3))
  if (id.startsWith('8')) return Object.values(residents).includes(id.slice(0, 6))
  if (id.startsWith('15')) return leagues.includes(id.slice(0, 4))
  return provinces.includes(id.slice(0, 2))
}

function citizenFormBroken(forms: readonly CitizenIdForm[], { text, value }: Value): boolean {
  return text !== null && value !== null && isShapedCitizenId(text) && !forms.includes(formOf(text, value))
}

function formOf(text: string, id: string): CitizenIdForm {
  if (text.length === 15) return 'legacy'
  if (id.startsWith('9')) return 'foreign'
  if (id.startsWith(residents.hongkong)) return 'hongkong'
  if (id.startsWith(residents.macao)) return 'macao'
  return id.startsWith(residents.taiwan) ? 'taiwan' : 'mainland'
}

const people = [
  '150102190001010018',
  '152921200002290024',
  '152622198506150033',
  '150723199912310041',
  '81000019980902013X',
  '932682198501010017',
  '33010219200403064X',
  '33010219200403064x',
  '１５０１０２１９０００１０１００１８',
  '150102880730303',
  numberOf('150102', '19900101', '917'),
]

/** Numbers of no shape: nothing else is said of them. */
const shapeless = ['T60426199101010078', '9T0426199101010078', '15010288073030X', '1501021990010100']

const forms: Record<CitizenIdForm, string[]> = {
  mainland: ['150102190001010018', '33010219200403064X'],
  legacy: ['150102880730303'],
  hongkong: ['81000019980902013X'],
  macao: [numberOf('820000', '19980902')],
  taiwan: [numberOf('830000', '19980902')],
  foreign: ['932682198501010017'],
}

/** Of the first 17 digits, each one off by one; the right check character is that of the sound number. */
function digitsOff(id: string): string[] {
  return Array.from({ length: 17 }, (_, at) => spoilt(id, at, String((Number(id.charAt(at)) + 1) % 10)))
}

function citizenIdExamples(field: string, part: CitizenId['part']): Examples {
  switch (part) {
    case 'shape':
      return values(
        field,
        [...people, '360426199101010072', '36042619910102009X', '150102880230303'],
        [
          'T60426199101010078',
          '3301022011022000D6',
          '15010219000101001',
          '1501021900010100180',
          '15010219000101001Y',
          '15010288073030X',
          '1501028807303',
        ],
      )
    case 'date':
      return values(
        field,
        [...people, ...shapeless, numberOf('150102', '20260902')],
        [
          '360426199113010079',
          '36042619911301007X',
          numberOf('150102', '20190229'),
          numberOf('150102', '19000229'),
          numberOf('150102', '20190431'),
          numberOf('150102', '20260903'),
          numberOf('150102', '20190100'),
          numberOf('150102', '17991231'),
          '150102880230303',
        ],
      )
    case 'check':
      return values(
        field,
        [...people, ...shapeless],
        [
          '360426199101010072',
          '36042619910102009X',
          ...digitsOff('150723199912310041'),
          '15010219000101001X',
        ],
      )
    case 'place': {
      const known = [
        ...provinces.filter((each) => each !== '15' && !/^8/.test(each)).map((each) => `${each}0102`),
      ]
      const own = leagues.map((league) => `${league}99`)
      const numbers = [...known, ...own, '810000', '820000', '830000'].map((place) =>
        numberOf(place, '19900101'),
      )
      const foreign = provinces.map((province) => numberOf(`9${province}840`, '19900101'))
      const unknown = [
        '159901',
        '153021',
        '170102',
        '280102',
        '810001',
        '840000',
        '010102',
        '990426',
        '917840',
      ]
      return values(
        field,
        [...people, ...shapeless, ...numbers, ...foreign],
        [
          ...unknown.map((place) => numberOf(place, '19900101')),
          ...['990426199112010070', '99042619911201007X', '990426911201007'],
        ],
      )
    }
    case 'age':
      return values(
        field,
        [...people, ...shapeless, numberOf('150102', '18960902')],
        [
          numberOf('150102', '18960901'),
          numberOf('150102', '18000101'),
          '150102188001010010',
          '15010218800101001X',
        ],
      )
  }
}

function citizenFormExamples(field: string, accepted: readonly CitizenIdForm[]): Examples {
  const of = (wanted: boolean) =>
    Object.entries(forms).flatMap(([form, ids]) =>
      accepted.includes(form as CitizenIdForm) === wanted ? ids : [],
    )
  const bad = of(false)
  return values(field, [...of(true), ...shapeless], bad)
}

/** GB 11643: shape, a real birth date that is not in the future, check character, place of first issue, age. */
const citizenIdTest = rowTest<CitizenId>('citizenId', {
  bad: (field, { part }, { judging }) => citizenIdBad(field, part, judging),
  broken: (value, { part }, row) => citizenIdBroken(part, value, row),
  examples: (field, { part }) => citizenIdExamples(field, part),
  judgesBy: [provinces, leagues, residents],
})

/** The number is of a form that the register holds. */
const citizenFormTest = rowTest<{ forms: CitizenIdForm[] }>('citizenForm', {
  bad: (field, { forms }) => citizenFormBad(field, forms),
  broken: (value, { forms }) => citizenFormBroken(forms, value),
  examples: (field, { forms }) => citizenFormExamples(field, forms),
  judgesBy: residents,
})

const codes = {
  'citizen_id.shape': violation('reject', 'format_compliance', {
    'zh-CN': '公民身份号码不是18位（或15位）的规定格式',
    en: 'The identity number does not have the prescribed shape',
  }),
  'citizen_id.date': violation('reject', 'content_correctness', {
    'zh-CN': '公民身份号码中的出生日期不存在或晚于数据日期',
    en: 'The birth date inside the identity number does not exist or lies in the future',
  }),
  'citizen_id.check': violation('reject', 'content_correctness', {
    'zh-CN': '公民身份号码的校验码不正确',
    en: 'The check character of the identity number is wrong',
  }),
  'citizen_id.place': violation('warn', 'reference_data', {
    'zh-CN': '公民身份号码的前六位（首次登记地）未知，请核对',
    en: 'The place of first issue in the identity number is unknown',
  }),
  'citizen_id.age': violation('warn', 'content_correctness', {
    'zh-CN': '按公民身份号码推算，年龄超过130岁',
    en: 'By the identity number the person would be older than 130 years',
  }),
  'citizen_id.form': violation('warn', 'business_rule', {
    'zh-CN': '公民身份号码的种类（港澳台居民、外国人等）不属于本数据集',
    en: 'The identity number is of a kind (Hong Kong, Macao, Taiwan, foreign) that this register does not hold',
  }),
}

/** An unknown place and an implausible age only warn, whatever the rule says. */
export function addCitizenId(field: string, add: Add<keyof typeof codes>, options: RuleOptions = {}): void {
  for (const part of ['shape', 'date', 'check'] as const) {
    add(field, `citizen_id.${part}`, citizenIdTest.of({ part }), options)
  }
  add(field, 'citizen_id.place', citizenIdTest.of({ part: 'place' }))
  add(field, 'citizen_id.age', citizenIdTest.of({ part: 'age' }))
}

/** GB 11643: shape, date, check, place, age; 15 digits are repaired. `forms`: those that the register may hold. */
export const citizenId = rowKind(
  'citizenId',
  { ...ruleOnField, forms: z.array(z.enum(citizenIdForms)).min(1).optional() },
  {
    codes,
    tests: [citizenIdTest, citizenFormTest],
    declare({ field, forms }, { add, options: { severity, as } }) {
      addCitizenId(field, add, { severity, as })
      if (forms) add(field, 'citizen_id.form', citizenFormTest.of({ forms }))
    },
  },
)

/** The birth date is that of the identity number. Not judged when either cannot be read. */
const birthDateTest = rowTest<{ id: string }>('birthDate', {
  bad: (field, { id }) => sql`${sql.id(field)} <> ${helper(id, 'born')}`,
  broken({ value }, { id }, { at }) {
    const born = at(id).day
    return value !== null && born !== undefined && value !== born
  },
  examples(field, { id }) {
    const row = (born: string | null, number: string | null): ExampleRow => ({ [field]: born, [id]: number })
    return {
      good: [
        row('1900-01-01', '150102190001010018'),
        row('1988-07-30', '150102880730303'),
        row('1990-01-01', null),
      ],
      bad: [row('1900-01-02', '150102190001010018'), row('1988-07-31', '150102880730303')],
    }
  },
})

export const birthDateMatchesId = rowKind(
  'birthDateMatchesId',
  { ...ruleOnField, id: idSchema },
  {
    fieldsOf: ({ field, id }) => [field, id],
    codes: {
      'birth_date.mismatch': violation('reject', 'related_data', {
        'zh-CN': '出生日期与公民身份号码不一致',
        en: 'The birth date disagrees with the identity number',
      }),
    },
    tests: [birthDateTest],
    declare({ field, id }, { add, options }) {
      add(field, 'birth_date.mismatch', birthDateTest.of({ id }), options)
    },
  },
)

/** Male with an odd, female with an even 17th digit. Sexes 0 and 9 agree with every number. */
const sexTest = rowTest<{ id: string }>('sex', {
  bad(field, { id }) {
    const odd = sql`${helper(id, 'n')} % 2 = 1`
    return sql`case ${sql.id(field)} when '1' then not (${odd}) when '2' then ${odd} else false end`
  },
  broken: ({ text }, { id }, { at }) => sexBroken(text, at(id).value),
  examples(field, { id }) {
    const [male, female] = ['001', '002'].map((serial) => numberOf('150102', '19900101', serial)) as [
      string,
      string,
    ]
    const row = (sex: string, number: string | null): ExampleRow => ({ [field]: sex, [id]: number })
    return {
      good: [row('1', male), row('2', female), row('0', male), row('9', female), row('1', null)],
      bad: [row('1', female), row('2', male)],
    }
  },
})

/** Male with an even, or female with an odd 17th digit. */
function sexBroken(sex: string, id: string | null): boolean {
  const digit = id && /^[0-9]{17}/.test(id) && id.length === 18 ? Number(id.charAt(16)) : undefined
  return digit !== undefined && ((sex === '1' && digit % 2 === 0) || (sex === '2' && digit % 2 === 1))
}

export const sexMatchesId = rowKind(
  'sexMatchesId',
  { ...ruleOnField, id: idSchema },
  {
    fieldsOf: ({ field, id }) => [field, id],
    codes: {
      'sex.mismatch': violation('reject', 'related_data', {
        'zh-CN': '性别与公民身份号码不一致',
        en: 'The sex disagrees with the identity number',
      }),
    },
    tests: [sexTest],
    declare({ field, id }, { add, options }) {
      add(field, 'sex.mismatch', sexTest.of({ id }), options)
    },
  },
)
