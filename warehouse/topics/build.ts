import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Identifier, identifiersOf, identifiersOfBase } from '../../catalog/identifiers.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import type { Topic } from '../../catalog/topic.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import { type KeyChanges, withPresentKeys } from '../engine/present_keys.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { TemporaryTables } from '../engine/temporary.ts'
import { values } from '../engine/values.ts'
import { stateColumns } from '../tables/datasets.ts'
import { baseColumns } from '../tables/foundations.ts'
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
  const columns = sql.join(
    topic.columns.map(({ id, type }) => sql`${sql.id(id)}::${sql.raw(type)} as ${sql.id(id)}`),
  )
  const key = sql.join(topic.key.map((id) => sql.id(id)))
  const made = new TemporaryTables(session, 'topic')
  const rows = await made.create(topic.id, sql`select ${columns} from ${model(tables)} order by ${key}`)
  const count = await made.count(rows)
  return { rows: sql`(select * from ${rows})`, count, tables, dispose: () => made.drop() }
}

/** The foundation whose releases hold an input table. */
export function foundationOfInput(catalogue: Catalogue, input: string): string {
  const [layer, name = ''] = input.split('/')
  return layer === 'base' ? foundationOf(catalogue, name).id : datasetOf(catalogue, name).foundation
}

/** An input table with every subject that it names under its present key; its own key is that from the build on. */
function tableOf({ catalogue, tables, changes = {} }: TopicInput, name: string): Relation {
  const rows = tables[name]
  if (!rows) return values(inputColumns(catalogue, name), [])
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
