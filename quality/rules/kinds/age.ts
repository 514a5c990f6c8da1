import { sql } from 'kysely'
import { z } from 'zod'
import type { ElementType } from '../../../catalog/element.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { helper } from '../../normalise/level.ts'
import type { RowContext } from '../../reference/context.ts'
import type { ExampleRow, Examples } from '../example.ts'
import { given, rowKind, rowTest, violation } from '../kind.ts'
import { any } from '../matching.ts'
import { citizenId } from '../sound_numbers.ts'

/** What is kept of an age rule's lower limit: one for all, or one by the sex in the identity number of field `id`. */
type LeastAge = number | { male: number; female: number; id: string }
/** A date field, or the birth date inside an identity number. */
interface BirthField {
  field: string
  from: 'date' | 'citizenId'
}

interface Age {
  birth: BirthField
  min?: LeastAge | undefined
  max?: number | undefined
}

/** Neither younger nor older, in completed years on the day `field`, than may be. */
const ageTest = rowTest<Age>('age', {
  bad: ageBad,
  broken: ({ value }, test, row) => ageBroken(value, test, row),
  examples: ageExamples,
})

/** Younger or older, in completed years on the day `field`, than may be. */
function ageBad(field: string, { birth, min, max }: Age): Expression {
  const born = birth.from === 'citizenId' ? helper(birth.field, 'born') : sql`${sql.id(birth.field)}`
  const day = sql`${sql.id(field)}`
  const age = sql`((${ymd(day)} + ${withoutLeapDay(day, born)} - ${ymd(born)}) // 10000)`
  const lived = sql`${sql.id(field)} >= ${born}`
  return any([
    ...(min === undefined ? [] : [sql`(${lived} and ${age} < ${leastAge(min)})`]),
    ...(max === undefined ? [] : [sql`(${lived} and ${age} > ${sql.lit(max)})`]),
  ])
}

/** By the sex in the identity number; not judged where that cannot be read. */
function leastAge(min: LeastAge): Expression {
  if (typeof min === 'number') return sql.lit(min)
  const odd = sql`${helper(min.id, 'n')} % 2 = 1`
  return sql`case when ${odd} then ${sql.lit(min.male)} when not (${odd}) then ${sql.lit(min.female)} end`
}

/** 1 on the last of February for those born on the 29th: where a month has no such day its last one counts (Civil Code, Article 202). */
function withoutLeapDay(day: Expression, born: Expression): Expression {
  return sql`(month(${born}) = 2 and day(${born}) = 29 and day(${day}) = 28 and ${day} = last_day(${day}))::integer`
}

function ymd(day: Expression): Expression {
  return sql`(year(${day}) * 10000 + month(${day}) * 100 + day(${day}))`
}

function ageBroken(event: string | null, { birth, min, max }: Age, { at }: Pick<RowContext, 'at'>): boolean {
  const person = at(birth.field)
  const born = birth.from === 'citizenId' ? (person.day ?? null) : person.value
  if (event === null || born === null || event < born) return false
  const age = yearsBetween(born, event)
  const least = min === undefined ? undefined : leastAgeIn(min, at)
  return (least !== undefined && age < least) || (max !== undefined && age > max)
}

function leastAgeIn(min: LeastAge, at: RowContext['at']): number | undefined {
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

type Sex = 'male' | 'female'

const sexes = ['male', 'female'] as const

const serials = { male: '001', female: '002' }

/** The identity number of a man or a woman born on the day. */
const numberOf = (born: string, sex: Sex, place = '150102') =>
  citizenId(place, born.replaceAll('-', ''), serials[sex])

/** The same of Hong Kong, Macao, Taiwan, of a foreigner, and of 15 digits. */
const numbersOfOtherForms = (born: string, sex: Sex) => [
  ...['810000', '820000', '830000', '915156'].map((place) => numberOf(born, sex, place)),
  `150102${born.replaceAll('-', '').slice(2)}${serials[sex]}`,
]

function ageExamples(field: string, { birth, min, max }: Age): Examples {
  const idField = typeof min === 'object' ? min.id : undefined
  const row = (born: string, event: string, sex: Sex, number = numberOf(born, sex)): ExampleRow => ({
    [birth.field]: birth.from === 'citizenId' ? number : born,
    ...(idField ? { [idField]: number } : {}),
    [field]: event,
  })
  const inAllForms = (born: string, event: string, sex: Sex) => [
    row(born, event, sex),
    ...(idField ? numbersOfOtherForms(born, sex).map((number) => row(born, event, sex, number)) : []),
  ]
  const after = (years: number, day: string) => `${1990 + years}${day}`
  const least = (sex: Sex) => (typeof min === 'object' ? min[sex] : min)
  const good = sexes.flatMap((sex) => {
    const years = least(sex)
    return [
      ...(years === undefined ? [] : inAllForms('1990-06-15', after(years, '-06-15'), sex)),
      ...(max === undefined ? [] : [row('1990-06-15', after(max + 1, '-06-14'), sex)]),
    ]
  })
  const bad = sexes.flatMap((sex) => {
    const years = least(sex)
    return [
      ...(years === undefined || years === 0 ? [] : inAllForms('1990-06-15', after(years, '-06-14'), sex)),
      ...(max === undefined ? [] : [row('1990-06-15', after(max + 1, '-06-15'), sex)]),
    ]
  })
  if (min !== undefined) bad.push(row('1990-06-15', '1990-06-15', 'male'))
  for (const sex of sexes) {
    const years = least(sex)
    if (years) {
      const { before, reached } = leapDay(years)
      good.push(row(LEAP_DAY, reached, sex))
      bad.push(row(LEAP_DAY, before, sex), row('1988-02-15', `${1988 + years}-02-14`, sex))
    }
    if (max !== undefined) {
      const { before, reached } = leapDay(max + 1)
      good.push(row(LEAP_DAY, before, sex), row('1988-02-15', `${1988 + max + 1}-02-14`, sex))
      bad.push(row(LEAP_DAY, reached, sex))
    }
  }
  return { good: [...good, row('1990-06-15', '1990-06-14', 'male')], bad }
}

const LEAP_DAY = '1988-02-29'

/** The day on which somebody born on that leap day has lived so many years, and the day before. */
function leapDay(years: number): { before: string; reached: string } {
  const year = 1988 + years
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return isLeap
    ? { before: `${year}-02-28`, reached: `${year}-02-29` }
    : { before: `${year}-02-27`, reached: `${year}-02-28` }
}

/** Age in completed years of the person born on `birth` (a date, or an identity number) on the day `field`. */
export const age = rowKind(
  'age',
  {
    ...ruleOnField,
    birth: idSchema,
    min: z
      .union([
        z.number().int().nonnegative(),
        z.strictObject({ male: z.number().int(), female: z.number().int(), id: idSchema }),
      ])
      .optional(),
    max: z.number().int().positive().optional(),
  },
  {
    fieldsOf: ({ field, birth, min }) => given(field, birth, typeof min === 'object' ? min.id : undefined),
    typesOf: ({ field, birth, min }) => [
      [field, ['date']],
      [birth, ['date', 'citizenId']],
      ...(typeof min === 'object' ? ([[min.id, ['citizenId']]] as [string, ElementType[]][]) : []),
    ],
    codes: {
      'age.outside': violation('warn', 'business_rule', {
        'zh-CN': '办理时的年龄低于或高于规定',
        en: 'The age on that day is below or above what the rule allows',
      }),
    },
    tests: [ageTest],
    declare({ field, birth, min, max }, { add, typeOf, options }) {
      const from = typeOf(birth) === 'citizenId' ? 'citizenId' : 'date'
      add(field, 'age.outside', ageTest.of({ birth: { field: birth, from }, min, max }), options)
    },
  },
)
