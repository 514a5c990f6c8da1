import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { judge } from '../judge.ts'
import { breaks } from '../reference/judge_row.ts'
import { rulesOf } from '../rules/compiled.ts'
import { type ExampleRow, exampleTime } from '../rules/example.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { examplesOf } from './examples.ts'

/** What a rule said of one of its examples. */
export interface ExampleResult {
  rule: string
  row: ExampleRow
  /** What the rule must say. */
  expected: boolean
  compiled: boolean
  /** Undefined of expressions, which are SQL. */
  reference: boolean | undefined
}

export interface TestedRules {
  dataset: string
  /** Rules with examples, and rules that one row cannot show. */
  rules: number
  examples: number
  /** Row rules of which no example is known. */
  without: string[]
  /** Examples of which the scan or the reference says something else. */
  differing: ExampleResult[]
}

interface Case {
  rule: RuleInstance
  row: ExampleRow
  expected: boolean
}

/** Judges the examples of every row rule of a dataset (or of those that `chosen` picks) in one scan, and one by one in the reference. */
export async function testRules(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  chosen: (rule: RuleInstance) => boolean = () => true,
): Promise<TestedRules> {
  const rules = rulesOf(catalogue, dataset).row.filter(chosen)
  const cases = rules.flatMap((rule) => casesOf(catalogue, dataset, rule))
  const withExamples = new Set(cases.map(({ rule }) => rule.id))
  const found = cases.length === 0 ? new Map() : await judgeCases(session, catalogue, dataset, cases)
  const results = cases.map(({ rule, row, expected }, at): ExampleResult => {
    const compiled = found.get(at)?.has(rule.id) ?? false
    const spoken =
      rule.test.kind === 'expression' ? undefined : breaks(catalogue, dataset, rule, row, exampleTime)
    return { rule: rule.id, row, expected, compiled, reference: spoken }
  })
  return {
    dataset: dataset.id,
    rules: withExamples.size,
    examples: cases.length,
    without: rules.filter(({ id }) => !withExamples.has(id)).map(({ id }) => id),
    differing: results.filter(
      ({ expected, compiled, reference }) => compiled !== expected || (reference ?? expected) !== expected,
    ),
  }
}

function casesOf(catalogue: Catalogue, dataset: Dataset, rule: RuleInstance): Case[] {
  const { good = [], bad = [] } = examplesOf(catalogue, dataset, rule) ?? {}
  return [
    ...good.map((row) => ({ rule, row, expected: false })),
    ...bad.map((row) => ({ rule, row, expected: true })),
  ]
}

/** The rules that the scan finds broken, by the place of the case. */
async function judgeCases(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  cases: Case[],
): Promise<Map<number, Set<string>>> {
  const table = sql`${sql.id(`examples_${randomUUID()}`)}`
  const columns = dataset.fields.map(
    ({ id }) => sql`json_extract_string(value, ${sql.lit(`$.${id}`)}) as ${sql.id(id)}`,
  )
  const rows = JSON.stringify(cases.map(({ row }) => row))
  await session.exec(sql`create temp table ${table} as select 1::integer as _extract, key::bigint as _line, 'I' as _op,
    ${sql.join(columns)}, null::varchar as _extra from json_each(${rows}::json)`)
  try {
    const judged = await judge(session, { catalogue, dataset, raw: table, asOf: exampleTime })
    const found = await session.rows<{ line: number; rule: string }>(
      sql`select _line::integer as line, unnest(violations).rule as rule from ${judged.quarantined}`,
    )
    await judged.dispose()
    const byLine = new Map<number, Set<string>>()
    for (const { line, rule } of found) byLine.set(line, (byLine.get(line) ?? new Set()).add(rule))
    return byLine
  } finally {
    await session.exec(sql`drop table ${table}`)
  }
}
