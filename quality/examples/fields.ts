import type { RowCondition } from '../../catalog/rule.ts'
import type { Test } from '../rules/index.ts'
import type { ExampleRow, Examples, Subject } from './example.ts'

/** A text that a field of the type can hold. */
function sampleOf({ typeOf }: Subject, field: string): string {
  const samples: Partial<Record<ReturnType<Subject['typeOf']>, string>> = {
    date: '2020-01-01',
    datetime: '2020-01-01 10:00:00',
    integer: '1',
    decimal: '1',
  }
  return samples[typeOf(field)] ?? '甲乙'
}

export function compareExamples({ rule }: Subject, test: Extract<Test, { kind: 'compareFields' }>): Examples {
  const samples: Record<typeof test.as, [string, string]> = {
    number: ['1', '2'],
    date: ['2020-01-01', '2020-01-02'],
    datetime: ['2020-01-01 10:00:00', '2020-01-01 10:00:01'],
    text: ['甲', '甲乙'],
  }
  const [low, high] = samples[test.as]
  const row = (one: string | null, other: string | null): ExampleRow => ({
    [rule.field]: one,
    [test.other]: other,
  })
  const pairs = { less: row(low, high), equal: row(low, low), more: row(high, low) }
  const holding: Record<typeof test.operator, (keyof typeof pairs)[]> = {
    '<': ['less'],
    '<=': ['less', 'equal'],
    '=': ['equal'],
    '<>': ['less', 'more'],
    '>=': ['equal', 'more'],
    '>': ['more'],
  }
  const holds = holding[test.operator]
  const entries = Object.entries(pairs) as [keyof typeof pairs, ExampleRow][]
  return {
    good: [
      ...entries.filter(([name]) => holds.includes(name)).map(([, each]) => each),
      row(low, null),
      row(null, high),
    ],
    bad: entries.filter(([name]) => !holds.includes(name)).map(([, each]) => each),
  }
}

/** Values of the other field on which the condition holds, and on which it does not. */
function conditionValues(
  subject: Subject,
  when: RowCondition,
): { yes: (string | null)[]; no: (string | null)[] } {
  const sample = sampleOf(subject, when.field)
  if ('given' in when) return when.given ? { yes: [sample], no: [null] } : { yes: [null], no: [sample] }
  const listed = ('oneOf' in when ? when.oneOf : when.noneOf).filter(
    (code) => !subject.mapped(when.field, code),
  )
  return 'oneOf' in when ? { yes: listed, no: ['~', null] } : { yes: ['~', null], no: listed }
}

export function conditionalExamples(subject: Subject, when: RowCondition, required: boolean): Examples {
  const { field } = subject.rule
  const { yes, no } = conditionValues(subject, when)
  const sample = sampleOf(subject, field)
  const row = (value: string | null, other: string | null): ExampleRow => ({
    [field]: value,
    [when.field]: other,
  })
  const [right, wrong] = required ? [sample, null] : [null, sample]
  return {
    good: [...yes.map((other) => row(right, other)), ...no.map((other) => row(wrong, other))],
    bad: yes.map((other) => row(wrong, other)),
  }
}

export function exclusiveExamples(subject: Subject, fields: readonly string[]): Examples {
  const row = (given: readonly string[]): ExampleRow =>
    Object.fromEntries(
      fields.map((field) => [field, given.includes(field) ? sampleOf(subject, field) : null]),
    )
  return {
    good: [row([]), ...fields.map((field) => row([field]))],
    bad: [row(fields), ...fields.slice(1).map((field, at) => row([field, fields[at] ?? '']))],
  }
}

export function sumExamples(field: string, { parts, tolerance }: Extract<Test, { kind: 'sum' }>): Examples {
  const row = (total: string | null, each: (string | null)[]): ExampleRow => ({
    [field]: total,
    ...Object.fromEntries(parts.map((part, at) => [part, each[at] ?? null])),
  })
  const ones = parts.map(() => '1')
  const least = (tolerance + 1).toFixed(4)
  const total = (more: number) => (parts.length + more).toFixed(4)
  return {
    good: [
      row(String(parts.length), ones),
      row('1', ['1']),
      row('5', []),
      row(null, ones),
      row('7', ['五', ...ones.slice(1)]),
      row(total(tolerance), ones),
      row(total(-tolerance), ones),
    ],
    bad: [
      row(total(Number(least)), ones),
      row(total(-Number(least)), ones),
      row((3 + tolerance).toFixed(4), ['1']),
    ],
  }
}
