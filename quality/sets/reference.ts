import type { Condition } from '../../catalog/condition.ts'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import type { RuleInstance } from '../rules.ts'
import { dayOf } from './condition.ts'
import { isSetTest, type SetTest } from './tests.ts'

/** Normalised values by field: numbers as numbers, days as YYYY-MM-DD, moments so that their order is that of the text. */
export type Plain = Record<string, string | number | null>

/** A row of the extract, and what the rules on single rows said of it. */
export interface PlainRow {
  line: number
  op: 'I' | 'U' | 'D'
  values: Plain
  /** A rule on single rows keeps it out. */
  rejected: boolean
  /** Fields that failed such a rule. */
  wrong: string[]
}

export interface PlainInput {
  dataset: Dataset
  rules: RuleInstance[]
  rows: PlainRow[]
  /** Live rows of the register before the extract; `newer`: newer than the extract. */
  live?: { values: Plain; newer: boolean }[]
  mode: 'full' | 'delta'
  asOf?: Date | undefined
  references: Record<string, { dataset: Pick<Dataset, 'key'>; rows: Plain[] }>
  /** The fields that name subjects, and the present key of one. Live rows and registers have present keys already. */
  followed?: { fields: string[]; present: (key: string) => string }
}

/** A record of the register as it will be; `line`: it is a row of the extract. */
interface RegisterRecord {
  line?: number
  values: Plain
}

/**
 * Judges the set rules in the plainest way: every row against every other. The compiled judgement must say the same.
 * @returns for each line that breaks a rule, the ids of those rules, sorted
 */
export function judgeSetsSlowly(sent: PlainInput): Map<number, string[]> {
  const found = new Map<number, string[]>()
  const input = ofSubjects(sent)
  const records = recordsOf(input)
  for (const rule of input.rules) {
    for (const line of rule.test.kind === 'unique'
      ? duplicated(sent, rule.test.fields)
      : brokenBy(rule.test, input, records))
      found.set(line, [...(found.get(line) ?? []), rule.id].sort())
  }
  return found
}

function brokenBy(test: RuleInstance['test'], input: PlainInput, records: RegisterRecord[]): number[] {
  if (!isSetTest(test) || test.kind === 'unique') return []
  switch (test.kind) {
    case 'reference':
    case 'compare':
      if (!test.datasets.every((id) => id in input.references)) return []
      return input.rows.filter((row) => row.op !== 'D' && misfits(test, row, input)).map(({ line }) => line)
    case 'mutual':
      return ours(
        records.filter(
          (record) =>
            meets(test.when, record.values, input) && isOneSided(test.field, record, input, records),
        ),
      )
    default:
      return ours(records.filter((record) => breaks(test, record, input, records)))
  }
}

const ours = (records: RegisterRecord[]): number[] => records.flatMap(({ line }) => line ?? [])

/**
 * The input with every subject under its present key. An end under a former key ends nothing where the register states
 * the subject under its present one.
 */
function ofSubjects(sent: PlainInput): PlainInput {
  const { dataset, followed, rows, live = [] } = sent
  if (!followed) return sent
  const renamed = (values: Plain): Plain =>
    Object.fromEntries(
      Object.entries(values).map(([field, value]) => [
        field,
        followed.fields.includes(field) && typeof value === 'string' ? followed.present(value) : value,
      ]),
    )
  const keyOf = (values: Plain) => values[dataset.key] ?? null
  const here = rows.filter(({ op, rejected }) => op !== 'D' && !rejected).map(({ values }) => keyOf(values))
  const stated = new Set([...here, ...live.map(({ values }) => keyOf(values))])
  const endsNothing = ({ op, values }: PlainRow) =>
    op === 'D' && keyOf(renamed(values)) !== keyOf(values) && stated.has(keyOf(renamed(values)))
  const kept = rows.filter((row) => !endsNothing(row))
  return { ...sent, rows: kept.map((row) => ({ ...row, values: renamed(row.values) })) }
}

/** Lines of rows that a later one of the same values replaces. */
function replaced(input: PlainInput, fields: string[]): number[] {
  return withLater(input, fields, () => true)
}

/** The same, but in a delta the changes of one record at several times are no duplicates. */
function duplicated(input: PlainInput, fields: string[]): number[] {
  const { dataset, mode } = input
  return withLater(
    input,
    fields,
    (one, other) =>
      mode === 'full' ||
      !alike(identityOf(dataset), one.values, other.values) ||
      alike([dataset.eventTime], one.values, other.values),
  )
}

/** Lines of rows after which one of the same values comes that counts against them. */
function withLater(
  { rows, dataset }: PlainInput,
  fields: string[],
  counts: (row: PlainRow, later: PlainRow) => boolean,
): number[] {
  const counted = rows.filter(
    ({ rejected, values }) => !rejected && fields.every((field) => values[field] !== null),
  )
  const later = (a: PlainRow, b: PlainRow) => {
    const [one, other] = [a.values[dataset.eventTime] ?? null, b.values[dataset.eventTime] ?? null]
    if (one === other) return a.line > b.line
    return other === null || (one !== null && one > other)
  }
  return counted
    .filter((row) =>
      counted.some((each) => alike(fields, each.values, row.values) && later(each, row) && counts(row, each)),
    )
    .map(({ line }) => line)
}

/** The register as it will be: the kept rows of the extract, and the live rows that it leaves alone. */
function recordsOf(input: PlainInput): RegisterRecord[] {
  const { rows, live = [], mode, dataset } = input
  const identity = identityOf(dataset)
  const gone = replaced(input, identity)
  const kept = rows.filter(({ op, rejected, line }) => op !== 'D' && !rejected && !gone.includes(line))
  const mentioned = rows.filter(({ rejected }) => rejected).map(({ values }) => values[dataset.key])
  const staying = live.filter(({ values, newer }) => {
    if (rows.some((row) => !row.rejected && alike(identity, row.values, values))) return false
    return mode === 'delta' || newer || mentioned.includes(values[dataset.key])
  })
  return [...kept.map(({ line, values }) => ({ line, values })), ...staying.map(({ values }) => ({ values }))]
}

function alike(fields: string[], a: Plain, b: Plain): boolean {
  return fields.every((field) => (a[field] ?? null) === (b[field] ?? null))
}

function meets(conditions: Condition[], values: Plain, { asOf }: PlainInput): boolean {
  return conditions.every((condition) => {
    const value = values[condition.field] ?? null
    if ('oneOf' in condition) return value !== null && condition.oneOf.includes(String(value))
    if ('noneOf' in condition) return value === null || !condition.noneOf.includes(String(value))
    if ('given' in condition) return (value !== null) === condition.given
    const day = dayOf(asOf)
    return value === null || (day !== undefined && String(value) > day)
  })
}

type Misfit = Extract<SetTest, { kind: 'reference' | 'compare' }>

function misfits(test: Misfit, row: PlainRow, input: PlainInput): boolean {
  const name = test.kind === 'reference' ? test.field : test.key
  const used = [name, test.field, ...test.when.map(({ field }) => field)]
  const value = row.values[name] ?? null
  if (value === null || used.some((field) => row.wrong.includes(field))) return false
  if (!meets(test.when, row.values, input)) return false
  const there = test.datasets.flatMap((id) => {
    const { dataset, rows } = input.references[id] ?? { dataset: { key: '' }, rows: [] }
    return rows.filter((each) => each[test.by ?? dataset.key] === value)
  })
  if (test.kind === 'compare') return there.some((each) => isBeyond(test, row, each, input))
  if (test.part === 'missing') return there.length === 0
  return there.length > 0 && !there.some((each) => meets(test.inForce, each, input))
}

function isBeyond(
  test: Extract<SetTest, { kind: 'compare' }>,
  row: PlainRow,
  there: Plain,
  input: PlainInput,
): boolean {
  const day = row.values[test.field] ?? (test.openEnd ? (dayOf(input.asOf) ?? null) : null)
  const other = there[test.date] ?? null
  if (day === null || other === null || !meets(test.whenThere, there, input)) return false
  const limit = added(String(other), test.years, test.days)
  return test.side === 'notAfter' ? String(day) > limit : String(day) < limit
}

/** A day some years and days later; the 29th of February becomes the 28th. */
function added(day: string, years: number, days: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, last) + days)).toISOString().slice(0, 10)
}

function isOneSided(
  field: string,
  record: RegisterRecord,
  { dataset }: PlainInput,
  records: RegisterRecord[],
): boolean {
  const named = record.values[field] ?? null
  if (named === null) return false
  const others = records.filter(({ values }) => values[dataset.key] === named)
  return others.length > 0 && !others.some(({ values }) => values[field] === record.values[dataset.key])
}

type Grouped = Extract<SetTest, { kind: 'single' | 'overlap' | 'sequence' | 'total' }>

function breaks(
  test: Grouped,
  record: RegisterRecord,
  input: PlainInput,
  records: RegisterRecord[],
): boolean {
  const meant = (each: RegisterRecord) =>
    test.fields.every((field) => (each.values[field] ?? null) !== null) &&
    meets(test.when, each.values, input)
  if (!meant(record)) return false
  const group = records.filter((each) => meant(each) && alike(test.fields, each.values, record.values))
  const others = group.filter((each) => each !== record).map(({ values }) => values)
  const { values } = record
  switch (test.kind) {
    case 'single':
      return others.length > 0
    case 'total': {
      const amounts = group.flatMap((each) => each.values[test.field] ?? [])
      const sum = amounts.reduce<number>((all, each) => all + Number(each), 0)
      const { min = -Infinity, max = Infinity } = test
      return (values[test.field] ?? null) !== null && (sum < min || sum > max)
    }
    case 'sequence':
      return others.some((other) => isBehind(test, values, other))
    case 'overlap':
      return others.some((other) => overlap(test, values, other))
  }
}

/** True of values that fall behind those of an earlier record. */
function isBehind(test: Extract<Grouped, { kind: 'sequence' }>, values: Plain, other: Plain): boolean {
  const [value, order] = [values[test.field] ?? null, values[test.order] ?? null]
  const [before, earlier] = [other[test.field] ?? null, other[test.order] ?? null]
  if (value === null || order === null || before === null || earlier === null || earlier >= order)
    return false
  return test.strict ? before >= value : before > value
}

function overlap({ from, until }: Extract<Grouped, { kind: 'overlap' }>, a: Plain, b: Plain): boolean {
  const [start, otherStart] = [a[from] ?? null, b[from] ?? null]
  const [end, otherEnd] = [a[until] ?? '9999-12-31', b[until] ?? '9999-12-31']
  if (start === null || otherStart === null || end <= start || otherEnd <= otherStart) return false
  return start < otherEnd && otherStart < end
}
