import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Identifier, identifiersOf, identifiersOfBase } from '../../catalog/identifiers.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import type { Topic } from '../../catalog/topic.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import type { Session } from '../engine/engine.ts'
import { type KeyChanges, withPresentKeys } from '../engine/present_keys.ts'
import type { Relation } from '../engine/relation.ts'
import { baseColumns, stateColumns } from '../tables/index.ts'
import './locale.ts'
import { models } from './model.ts'
import type { TopicTables } from './tables.ts'

export interface TopicInput {
  catalogue: Catalogue
  topic: Topic
  /** The released tables of the topic's inputs, by name. One left out has no rows. */
  tables: Record<string, Relation>
  /** The keys that subjects had before: registers of other foundations may still use them. */
  changes?: KeyChanges
}

/** A topic's rows, good until `dispose`. */
export interface BuiltTopic {
  /** The topic's columns, ordered by its key. */
  rows: Relation
  count: number
  tables: TopicTables
  dispose(): Promise<void>
}

/**
 * Makes the rows of a topic. The same released tables give the same rows in the same order.
 * @throws ShuyuanError `topics.no_model`
 */
export async function buildTopic(session: Session, input: TopicInput): Promise<BuiltTopic> {
  const { topic } = input
  const model = models[topic.id]
  if (!model) throw new ShuyuanError('topics.no_model', { topic: topic.id })
  const tables = { of: (name: string) => tableOf(input, name) }
  const table = sql`${sql.id(`topic_${topic.id}_${randomUUID()}`)}`
  const columns = sql.join(
    topic.columns.map(({ id, type }) => sql`${sql.id(id)}::${sql.raw(type)} as ${sql.id(id)}`),
  )
  const key = sql.join(topic.key.map((id) => sql.id(id)))
  await session.exec(
    sql`create temp table ${table} as select ${columns} from ${model(tables)} order by ${key}`,
  )
  const dispose = () => session.exec(sql`drop table if exists ${table}`)
  const [counted] = await session.rows<{ n: number }>(sql`select count(*)::double as n from ${table}`)
  return { rows: sql`(select * from ${table})`, count: counted?.n ?? 0, tables, dispose }
}

/** The foundation whose releases hold an input table. */
export function foundationOfInput(catalogue: Catalogue, input: string): string {
  const [layer, name = ''] = input.split('/')
  return layer === 'base' ? foundationOf(catalogue, name).id : datasetOf(catalogue, name).foundation
}

/** An input table with every subject that it names under its present key; its own key is that from the build on. */
function tableOf({ catalogue, tables, changes = {} }: TopicInput, name: string): Relation {
  const rows = tables[name]
  if (!rows) return empty(inputColumns(catalogue, name))
  return withPresentKeys(rows, identifiersIn(catalogue, name), changes)
}

function identifiersIn(catalogue: Catalogue, input: string): Identifier[] {
  const [layer, name = ''] = input.split('/')
  if (layer === 'base') return identifiersOfBase(catalogue, foundationOf(catalogue, name))
  const dataset = datasetOf(catalogue, name)
  return identifiersOf(catalogue, dataset).filter(({ column }) => column !== dataset.key)
}

function inputColumns(catalogue: Catalogue, input: string): Column[] {
  const [layer, name = ''] = input.split('/')
  return layer === 'base'
    ? baseColumns(catalogue, foundationOf(catalogue, name))
    : stateColumns(catalogue, datasetOf(catalogue, name))
}

function empty(columns: Column[]): Relation {
  const nulls = columns.map(({ name, type }) => sql`null::${sql.raw(type)} as ${sql.id(name)}`)
  return sql`(select ${sql.join(nulls)} where false)`
}
