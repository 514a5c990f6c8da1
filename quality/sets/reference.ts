import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { lookupOf } from '../rules/kinds/lookups.ts'
import { groupTestOf } from '../rules/kinds/records.ts'
import { meetsPlainly, type Plain } from './plain.ts'
import { type GroupedTest, isSetTest, type LookupTest } from './tests.ts'

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
    const { test } = rule
    for (const line of isSetTest(test) && test.kind === 'unique'
      ? duplicated(sent, test.fields)
      : brokenBy(test, input, records))
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
            meetsPlainly(test.when, record.values, input.asOf) &&
            isOneSided(test.field, record, input, records),
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

function misfits(test: LookupTest, row: PlainRow, input: PlainInput): boolean {
  const lookup = lookupOf(test)
  const name = lookup.lookedUp(test)
  const used = [name, test.field, ...test.when.map(({ field }) => field)]
  const value = row.values[name] ?? null
  if (value === null || used.some((field) => row.wrong.includes(field))) return false
  if (!meetsPlainly(test.when, row.values, input.asOf)) return false
  const there = test.datasets.flatMap((id) => {
    const { dataset, rows } = input.references[id] ?? { dataset: { key: '' }, rows: [] }
    return rows.filter((each) => each[test.by ?? dataset.key] === value)
  })
  return lookup.broken(test, row.values, there, input.asOf)
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

function breaks(
  test: GroupedTest,
  record: RegisterRecord,
  { asOf }: PlainInput,
  records: RegisterRecord[],
): boolean {
  const meant = (each: RegisterRecord) =>
    test.fields.every((field) => (each.values[field] ?? null) !== null) &&
    meetsPlainly(test.when, each.values, asOf)
  if (!meant(record)) return false
  const group = records.filter((each) => meant(each) && alike(test.fields, each.values, record.values))
  const others = group.filter((each) => each !== record).map(({ values }) => values)
  return groupTestOf(test).broken(test, record.values, others)
}
