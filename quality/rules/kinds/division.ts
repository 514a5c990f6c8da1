import { sql } from 'kysely'
import { z } from 'zod'
import { divisions, FIRST_DAY } from '../../../catalog/data/divisions.ts'
import { currentDivisionCodes, historicalDivisions } from '../../../catalog/divisions.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { helper } from '../../normalise/level.ts'
import { isOneOf } from '../../normalise/members.ts'
import { type ExampleRow, type Examples, values } from '../example.ts'
import { type Add, rowKind, rowTest, typeKind, violation } from '../kind.ts'
import { any } from '../matching.ts'
import { dayIn, dayOfValue } from './date.ts'

/** Always a code of the region; or one that was abolished and is replaced by its successor. */
const divisionTest = rowTest<{ part: 'unknown' | 'historical' }>('division', {
  bad(field, { part }) {
    const changed = sql`${sql.id(field)} <> ${helper(field, 'text')}`
    return part === 'historical' ? changed : sql`not ${helper(field, 'known')} and not (${changed})`
  },
  broken: ({ text, value, known }, { part }) => (part === 'unknown' ? known === false : value !== text),
  examples: (field, { part }) =>
    part === 'unknown'
      ? values(field, [...currentDivisionCodes, ...former], ['990101', '159901', '15010', '150199', '110000'])
      : values(field, currentDivisionCodes, former),
  judgesBy: divisions,
})

const former = historicalDivisions.map(({ code }) => code)

const codes = {
  'division.unknown': violation('reject', 'reference_data', {
    'zh-CN': '行政区划代码不存在',
    en: 'The division code does not exist',
  }),
  'division.historical': violation('warn', 'reference_data', {
    'zh-CN': '行政区划代码已撤销，已换为现行代码',
    en: 'The division code was abolished and was replaced by its successor',
  }),
}

/** What follows from the type of a field of divisions. */
export const divisionType = typeKind({ codes, tests: [divisionTest] })

export function addDivision(field: string, add: Add<keyof typeof codes>): void {
  add(field, 'division.unknown', divisionTest.of({ part: 'unknown' }))
  add(field, 'division.historical', divisionTest.of({ part: 'historical' }))
}

interface DivisionAt {
  on: string
  type: 'date' | 'datetime'
  part: 'both' | 'abolished'
}

/** The code as received was in force on the day: already, and still. Before 1982 nothing is known. */
const divisionAtTest = rowTest<DivisionAt>('divisionAt', {
  bad: (field, test) => divisionAtBad(field, test),
  broken: ({ text }, { on, part }, { at }) => divisionAtBroken(text, dayOfValue(at(on)), part),
  examples: (field, test) => divisionAtExamples(field, test),
  judgesBy: divisions,
})

/** The code as received was not in force on the day: not yet, or no longer. Before 1982 nothing is known. */
function divisionAtBad(
  field: string,
  { on, type, part }: { on: string; type: 'date' | 'datetime'; part: 'both' | 'abolished' },
): Expression {
  const day = dayIn(on, type)
  const code = helper(field, 'text')
  const during = (codes: string[], test: Expression) => sql`(${test} and ${isOneOf(code, codes)})`
  const late = grouped(({ validTo }) => validTo).map(([to, codes]) =>
    during(codes, sql`${day} >= date ${sql.lit(to)}`),
  )
  const early = grouped(({ validFrom }) => (validFrom > FIRST_DAY ? validFrom : undefined)).map(
    ([from, codes]) => during(codes, sql`${day} < date ${sql.lit(from)}`),
  )
  return sql`(${day} >= date ${sql.lit(FIRST_DAY)} and ${any(part === 'both' ? [...late, ...early] : late)})`
}

function grouped(dayOf: (division: (typeof divisions)[number]) => string | undefined): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const division of divisions) {
    const day = dayOf(division)
    if (day !== undefined) groups.set(day, [...(groups.get(day) ?? []), division.code])
  }
  return [...groups]
}

/** The code was not in force on the day. */
function divisionAtBroken(code: string, day: string | null, part: 'both' | 'abolished'): boolean {
  const division = divisions.find((each) => each.code === code)
  if (!division || day === null || day < FIRST_DAY) return false
  if (division.validTo !== undefined && day >= division.validTo) return true
  return part === 'both' && day < division.validFrom
}

/** Of every division its first and last day, and the days beside them. */
function divisionAtExamples(field: string, { on, part }: DivisionAt): Examples {
  const row = (code: string, day: string | null): ExampleRow => ({ [field]: code, [on]: day })
  const before = (day: string) =>
    new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  const dated = divisions.filter(({ validFrom }) => validFrom > FIRST_DAY)
  const ended = divisions.flatMap(({ code, validFrom, validTo }) =>
    validTo ? [{ code, validFrom, validTo }] : [],
  )
  const early = [
    ...dated.map(({ code, validFrom }) => row(code, before(validFrom))),
    row('150603', FIRST_DAY),
  ]
  return {
    good: [
      ...dated.map(({ code, validFrom }) => row(code, validFrom)),
      ...ended.map(({ code, validFrom, validTo }) => row(code, validFrom < validTo ? before(validTo) : null)),
      row('152101', '1981-12-31'),
      row('152101', null),
      row('999999', '2020-01-01'),
      ...(part === 'abolished' ? early : []),
    ],
    bad: [...ended.map(({ code, validTo }) => row(code, validTo)), ...(part === 'both' ? early : [])],
  }
}

/** The code, as it was received, was in force on the day `on`; `abolished`: only too late a use is found. */
export const divisionAt = rowKind(
  'divisionAt',
  { ...ruleOnField, on: idSchema, part: z.enum(['both', 'abolished']).default('both') },
  {
    fieldsOf: ({ field, on }) => [field, on],
    typesOf: ({ field, on }) => [
      [field, ['division']],
      [on, ['date', 'datetime']],
    ],
    codes: {
      'division.not_in_force': violation('warn', 'period_correctness', {
        'zh-CN': '该行政区划代码在所述日期尚未启用或已经撤销',
        en: 'The division code was not in force on that date',
      }),
    },
    tests: [divisionAtTest],
    declare({ field, on, part }, { add, typeOf, options: { severity, as } }) {
      const type = typeOf(on) === 'datetime' ? 'datetime' : 'date'
      add(field, 'division.not_in_force', divisionAtTest.of({ on, type, part }), { severity, as })
    },
  },
)
