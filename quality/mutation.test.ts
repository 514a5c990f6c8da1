import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { RuleInput } from '../catalog/rule.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import { registerOf, type TestField } from './catalogue.testing.ts'
import { examplesOf } from './examples/examples.ts'
import { normalised, typeOf } from './normalise/fields.ts'
import { rulesOf } from './rules/compiled.ts'
import { exampleTime } from './rules/example.ts'
import type { RuleInstance } from './rules/instance.ts'
import { badOf } from './scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'mutation-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const writer = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
const textOf = (query: Relation): string => query.compile(writer).sql

/** One changed place of a text: what stands there, and what is put in its stead. */
type Mutation = [RegExp, (found: string) => string]

/** Off by one, a bound that takes or leaves its edge, a dropped or a turned condition. */
const mutations: Mutation[] = [
  [/\* (\d+)/g, (found) => `* ${Number(found.slice(2)) + 1}`],
  [/% 11\b/g, () => '% 10'],
  [/% 31\b/g, () => '% 32'],
  [/% 37\b/g, () => '% 36'],
  [/% 36\b/g, () => '% 35'],
  [/ <= /g, () => ' < '],
  [/ >= /g, () => ' > '],
  [/ < /g, () => ' <= '],
  [/ > /g, () => ' >= '],
  [/ <> /g, () => ' = '],
  [/ and not /g, () => ' and '],
  [/(?<!between '?[-0-9.]+'?) and /g, () => ' or '],
  [/ or /g, () => ' and '],
]

/** The same change, only within the expression of one column. */
const within = (column: string, [pattern, change]: Mutation): Mutation => [
  new RegExp(`${pattern.source}(?=(?:(?! as ")[^])*? as "${column.replaceAll('$', '\\$')}")`, 'g'),
  change,
]
const next = (found: string) => found.replace(/\d+/, (number) => String(BigInt(number) + 1n))
/** Of the credit code that stands in a column: weights, places, moduli, and what stands for a letter. */
const ofCheck = (column: string): Mutation[] =>
  [/\* \d+/, /% \d+/, />> \d+/].map((pattern) => within(`${column}$rest`, [pattern, next]))
const ofOrgCheck = (column: string): Mutation[] =>
  [/\* \d+/, /% \d+/, />> \d+/, /= \d+/, /then \d+/].map((pattern) =>
    within(`${column}$orgRest`, [pattern, next]),
  )
/** One less in each of the eight bytes. */
const everyByte = (found: string) =>
  found.replace(/\d+/, (number) => String(BigInt(number) - 0x0101010101010101n))
const ofLetters = (column: string, numbers: string): Mutation[] => [
  within(`${column}$${numbers}`, [/[-+] \d{4,}/, everyByte]),
]

/** Weights and moduli that are computed before the rules, by the code of the rule that compares their result. */
const arithmetic: Record<string, Mutation[]> = {
  'citizen_id.check': [
    [/% 10\) \* (\d+)/g, (found) => found.replace(/\d+$/, (weight) => String(Number(weight) + 1))],
    [/% 11 \+ 1/g, () => '% 10 + 1'],
    [/% 11 \+ 1/g, () => '% 11 + 2'],
  ],
  'uscc.check': [
    ...ofCheck('uscc'),
    ...['first', 'second', 'last'].flatMap((word) => [
      ...ofLetters('uscc', `full_${word}`),
      ...ofLetters('uscc', `numbers_${word}`),
    ]),
  ],
  'uscc.org_code': [...ofOrgCheck('uscc'), ...ofLetters('uscc', 'full_second')],
  'licence_id.authority': [...ofCheck('licence$authority'), ...ofOrgCheck('licence$authority')],
  'licence_id.check': [
    [/% 37\b/g, () => '% 36'],
    [/% 36\b/g, () => '% 35'],
    [/\(2 \* /g, () => '(3 * '],
  ],
}

/** What a condition takes for a man, and the age that it asks of each sex, by the code of the rule. */
const bySex: Record<string, Mutation[]> = {
  'age.outside': [
    [/% 2 = 1/g, () => '% 2 = 0'],
    [/% 2\b/g, () => '% 3'],
    [/then \d+/g, next],
  ],
}

/** Every text with one place changed. */
function mutants(text: string, chosen = mutations): string[] {
  return chosen.flatMap(([pattern, change]) =>
    [...text.matchAll(pattern)].map(
      (match) => text.slice(0, match.index) + change(match[0]) + text.slice(match.index + match[0].length),
    ),
  )
}

const fields: Record<string, TestField> = {
  id: { type: 'citizenId' },
  uscc: { type: 'uscc' },
  licence: { type: 'licenceId' },
  org: { type: 'text' },
  part: { type: 'text' },
  total: { type: 'decimal' },
  one: { type: 'decimal' },
  two: { type: 'decimal' },
  begun: { type: 'date' },
  ended: { type: 'date' },
  division: { type: 'division' },
  sex: { type: 'code', codes: { 0: '未知', 1: '男', 2: '女', 9: '未说明' } },
}
const declared: RuleInput[] = [
  { kind: 'citizenId', field: 'id', forms: ['mainland', 'legacy', 'macao'] },
  { kind: 'uscc', field: 'uscc', authorities: ['9', 'N'], categories: ['91', 'N2'] },
  { kind: 'orgCode', field: 'org', uscc: 'uscc' },
  { kind: 'licencePart', field: 'part', id: 'licence', part: 'type' },
  { kind: 'range', field: 'total', min: 0, max: 100 },
  { kind: 'sum', field: 'total', parts: ['one', 'two'], tolerance: 0.5 },
  { kind: 'dateOrder', earlier: 'begun', later: 'ended' },
  { kind: 'age', field: 'ended', birth: 'id', min: { male: 22, female: 20, id: 'id' }, max: 59 },
  { kind: 'divisionAt', field: 'division', on: 'begun' },
  { kind: 'sexMatchesId', field: 'sex', id: 'id' },
  { kind: 'birthDateMatchesId', field: 'begun', id: 'id' },
]

/**
 * Mutants that live, by rule. What cannot be read compares with nothing, so that a condition beside the comparison is
 * there for the reader; nobody is over 59 on the day of birth; and the test of the shape, which these rules repeat, is
 * one whose every mutant dies in `citizen_id.shape`.
 */
const living: Record<string, number> = {
  'test_register.ended.age.outside': 1,
  'test_register.id.citizen_id.age': 1,
  'test_register.id.citizen_id.check': 1,
  'test_register.id.citizen_id.date': 1,
  'test_register.id.citizen_id.place': 1,
  'test_register.id.citizen_id.form': 2,
}

const { catalogue, dataset } = registerOf(fields, declared)
const judging = { asOf: exampleTime }

/** Rows of a rule's examples as a relation, with what is expected of each. */
async function expectations(rule: RuleInstance): Promise<{ relation: Relation; expected: boolean[] }> {
  const { good, bad } = examplesOf(catalogue, dataset, rule) ?? { good: [], bad: [] }
  const columns = dataset.fields.map(
    ({ id }) => sql`json_extract_string(value, ${sql.lit(`$.${id}`)}) as ${sql.id(id)}`,
  )
  const rows = JSON.stringify([...good, ...bad])
  await engine.exec(sql`create or replace temp table mutated_rows as select 1::integer as _extract, key::bigint as _line,
    'I' as _op, ${sql.join(columns)}, null::varchar as _extra from json_each(${rows}::json)`)
  const expected = [...good.map(() => false), ...bad.map(() => true)]
  return { relation: normalised(catalogue, dataset, sql`mutated_rows`), expected }
}

/** What a condition says of every row, in order. */
async function says(relation: string, condition: string): Promise<boolean[] | 'refused'> {
  try {
    const rows = await engine.rows<{ bad: boolean }>(
      sql`${sql.raw(`select coalesce((${condition}), false) as bad from ${relation} order by _line`)}`,
    )
    return rows.map(({ bad }) => bad)
  } catch {
    return 'refused'
  }
}

const differs = (one: boolean[] | 'refused', expected: boolean[]) =>
  one === 'refused' || one.some((bad, at) => bad !== expected[at])

describe('a mutant of a rule', () => {
  it.each(rulesOf(catalogue, dataset).row.filter((rule) => examplesOf(catalogue, dataset, rule)))(
    'is found by the examples: $id',
    async (rule) => {
      const { relation, expected } = await expectations(rule)
      const condition = textOf(badOf(rule, typeOf(catalogue, dataset, rule.field), judging))
      const rows = textOf(relation)
      expect(await says(rows, condition)).toEqual(expected)
      const survivors: string[] = []
      for (const mutant of mutants(condition, [...mutations, ...(bySex[rule.code] ?? [])]))
        if (!differs(await says(rows, mutant), expected)) survivors.push(mutant)
      for (const mutant of mutants(rows, arithmetic[rule.code] ?? []))
        if (!differs(await says(mutant, condition), expected)) survivors.push(mutant)
      expect({ rule: rule.id, survivors: survivors.length }).toEqual({
        rule: rule.id,
        survivors: living[rule.id] ?? 0,
      })
    },
  )
})
