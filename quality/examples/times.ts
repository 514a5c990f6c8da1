import type { ElementType } from '../../catalog/element.ts'
import type { Test } from '../rules/index.ts'
import { type ExampleRow, type Examples, values } from './example.ts'
import { citizenId } from './numbers.ts'

export function notFutureExamples(field: string, type: ElementType): Examples {
  return type === 'datetime'
    ? values(
        field,
        ['2026-09-02 23:59:59', '2026-09-02T15:59:59Z'],
        ['2026-09-03 00:00:00', '2026-09-02T16:00:00Z'],
      )
    : values(field, ['2026-09-02', '1900-01-01'], ['2026-09-03', '2100-01-01'])
}

export function dayPlausibleExamples(field: string, { min, max }: { min?: string; max?: string }): Examples {
  return values(
    field,
    [min, max].flatMap((day) => day ?? []),
    [...(min ? [shifted(min, -1)] : []), ...(max ? [shifted(max, 1)] : [])],
  )
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function periodExamples(field: string, part: 'invalid' | 'future'): Examples {
  return part === 'invalid'
    ? values(
        field,
        ['202601', '2026-12', '180001'],
        ['202600', '202613', '2026-1', '2026', '2026/01', '220001'],
      )
    : values(field, ['202609', '2026-09', '199912'], ['202610', '2026-10', '202701'])
}

export function dateOrderExamples(later: string, earlier: string): Examples {
  const row = (first: string | null, second: string | null): ExampleRow => ({
    [earlier]: first,
    [later]: second,
  })
  return {
    good: [
      row('2020-01-01', '2020-01-02'),
      row('2020-01-01', '2020-01-01'),
      row(null, '2020-01-01'),
      row('2020-01-01', null),
    ],
    bad: [row('2020-01-02', '2020-01-01'), row('2020-12-31', '1999-12-31')],
  }
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

export function ageExamples(field: string, { birth, min, max }: Extract<Test, { kind: 'age' }>): Examples {
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

export function birthDateExamples(field: string, id: string): Examples {
  const row = (born: string | null, number: string | null): ExampleRow => ({ [field]: born, [id]: number })
  return {
    good: [
      row('1900-01-01', '150102190001010018'),
      row('1988-07-30', '150102880730303'),
      row('1990-01-01', null),
    ],
    bad: [row('1900-01-02', '150102190001010018'), row('1988-07-31', '150102880730303')],
  }
}

export function sexExamples(field: string, id: string): Examples {
  const [male, female] = sexes.map((sex) => numberOf('1990-01-01', sex)) as [string, string]
  const row = (sex: string, number: string | null): ExampleRow => ({ [field]: sex, [id]: number })
  return {
    good: [row('1', male), row('2', female), row('0', male), row('9', female), row('1', null)],
    bad: [row('1', female), row('2', male)],
  }
}
