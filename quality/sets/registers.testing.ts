import { sql } from 'kysely'
import { defineDataset } from '../../catalog/dataset.ts'
import type { RuleInput } from '../../catalog/rule.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { registerOf } from '../catalogue.testing.ts'
import type { OwnRegister, Register } from './input.ts'
import type { Plain } from './plain.ts'

/** Rules of every kind, several of them on the same groups and the same registers. */
const rules: RuleInput[] = [
  { kind: 'length', field: 'holder', max: 3 },
  { kind: 'dateOrder', earlier: 'from_on', later: 'until_on' },
  { kind: 'unique', fields: ['id', 'no'] },
  { kind: 'unique', fields: ['holder'], severity: 'reject' },
  { kind: 'single', fields: ['holder'], when: [{ field: 'status', oneOf: ['1'] }], severity: 'reject' },
  {
    kind: 'single',
    fields: ['id'],
    when: [
      { field: 'status', noneOf: ['1'] },
      { field: 'until_on', open: true },
    ],
  },
  { kind: 'mutual', field: 'holder', when: [{ field: 'status', oneOf: ['1', '2'] }] },
  {
    kind: 'reference',
    field: 'holder',
    datasets: ['people', 'bodies'],
    inForce: [{ field: 'mood', given: true }],
  },
  {
    kind: 'reference',
    field: 'id',
    datasets: ['people'],
    by: 'mood',
    when: [{ field: 'status', given: false }],
  },
  {
    kind: 'notAfter',
    field: 'until_on',
    datasets: ['people'],
    date: 'ended_on',
    event: 'death',
    openEnd: true,
    days: 31,
    when: [{ field: 'status', noneOf: ['2'] }],
  },
  {
    kind: 'notBefore',
    field: 'from_on',
    datasets: ['people', 'bodies'],
    date: 'ended_on',
    event: 'age',
    years: 2,
    key: 'holder',
    whenThere: [{ field: 'mood', oneOf: ['a', 'b'] }],
  },
  { kind: 'notBefore', field: 'from_on', datasets: ['places'], date: 'ended_on', event: 'period' },
  {
    kind: 'overlap',
    fields: ['id'],
    from: 'from_on',
    until: 'until_on',
    when: [{ field: 'status', given: true }],
  },
  { kind: 'sequence', fields: ['id'], field: 'n' },
  { kind: 'sequence', fields: ['holder', 'id'], field: 'amount', order: 'from_on', strict: true },
  { kind: 'total', fields: ['holder'], field: 'amount', max: 100 },
  { kind: 'total', fields: ['id'], field: 'n', min: 0, max: 5, when: [{ field: 'status', given: true }] },
]

/** A register whose records are told apart by two fields, with rules of every kind. */
export const register = (() => {
  const { catalogue, dataset } = registerOf(
    {
      id: { type: 'text' },
      no: { type: 'text' },
      holder: { type: 'text' },
      status: { type: 'code', codes: { '1': 'one', '2': 'two', '3': 'three' } },
      from_on: { type: 'date' },
      until_on: { type: 'date' },
      n: { type: 'integer' },
      amount: { type: 'decimal' },
    },
    [...rules, { kind: 'date', field: 'until_on', allowFuture: true }],
  )
  const own = defineDataset({ ...dataset, recordKey: ['no'] })
  return { catalogue: { ...catalogue, datasets: [own] }, dataset: own }
})()

/** Other registers: who may be looked up, with a day and a mood. */
export const otherFields = { id: 'varchar', mood: 'varchar', ended_on: 'date' }
export const others = Object.fromEntries(
  ['people', 'bodies', 'places'].map((id) => [id, defineDataset({ ...register.dataset, id, recordKey: [] })]),
)

/** A register of the given live rows; `newer` rows are those that a full dump leaves alone. */
export async function liveRegister(
  session: Session,
  dataset: Register['dataset'],
  rows: Plain[],
  types: Record<string, string>,
): Promise<OwnRegister> {
  const table = sql`${sql.id(`live_${dataset.id}`)}`
  const members = sql.join(
    Object.entries(types).map(
      ([name, type]) =>
        sql`json_extract_string(value, ${sql.lit(`$.${name}`)})::${sql.raw(type)} as ${sql.id(name)}`,
    ),
  )
  const text = JSON.stringify(rows)
  await session.exec(
    sql`create or replace temp table ${table} as select ${members} from json_each(${text}::json)`,
  )
  const names = (columns: string[]) => sql.join(columns.map((name) => sql`${sql.id(name)}`))
  const select = (columns: string[], where: Expression) =>
    sql`(select ${names(columns)} from ${table} where ${where})`
  return {
    dataset,
    live: (columns, among) =>
      select(columns, among ? sql`(${names(among.columns)}) in (select * from ${among.values})` : sql`true`),
    staying: (columns, mentioned) =>
      select(columns, sql`(newer = 'true' or ${sql.id(dataset.key)} in (select key from ${mentioned}))`),
  }
}
