import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, keepsHistory } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf } from '../../catalog/lookup.ts'
import type { Topic } from '../../catalog/topic.ts'
import type { Column } from '../engine/column.ts'
import { topicsOf } from '../topics/declared.ts'
import { topicColumns } from '../topics/model.ts'
import { quarantineColumns, rawColumns, stateColumns, stdColumns } from './datasets.ts'
import { attributesOf, baseColumns, codeCheckColumns, conflictColumns } from './foundations.ts'
import { itemColumns } from './objections.ts'
import { factColumns, historyColumns, profileColumns, ruleColumns, scoreColumns } from './quality.ts'

/** A table that `shuyuan query` shows. */
export interface QueryableTable {
  /** `main` needs not be written. */
  schema: string
  name: string
  /** What there is one table of. */
  each?: 'foundation' | 'dataset' | 'topic'
  columns: Column[]
  /** Those of its columns that the catalogue declares: fields, elements and keys. */
  declared: string[]
}

/** The tables that `shuyuan query` shows once everything has come and was built, in the order of their schemas. */
export function queryableTables(catalogue: Catalogue): QueryableTable[] {
  const { foundations, datasets } = catalogue
  const withStates = datasets.filter(keepsHistory)
  return [
    ...foundations.map((each) => baseOf(catalogue, each)),
    ...foundations.map((each) => keyed('conflicts', each, conflictColumns(each))),
    ...foundations.map((each) => keyed('code_check', each, codeCheckColumns(each))),
    ...withStates.map((each) => register('history', each, stateColumns(catalogue, each))),
    ...withStates.map((each) => register('current', each, present(stateColumns(catalogue, each)))),
    ...topicsOf({ catalogue }).map(topicTable),
    ...datasets.map((each) => register('std', each, stdColumns(catalogue, each))),
    ...datasets.map((each) => register('raw', each, rawColumns(each))),
    ...datasets.map((each) => ({ ...register('quarantine', each, quarantineColumns()), declared: [] })),
    own('quality', 'history', historyColumns()),
    own('quality', 'rules', ruleColumns()),
    own('quality', 'profiles', profileColumns()),
    own('quality', 'indicators', factColumns()),
    own('quality', 'scores', scoreColumns()),
    own('objections', 'items', itemColumns()),
  ]
}

function baseOf(catalogue: Catalogue, foundation: Foundation): QueryableTable {
  const elements = attributesOf(catalogue, foundation).map(({ id }) => columnOf(id))
  const table = keyed('main', foundation, baseColumns(catalogue, foundation))
  return { ...table, declared: [...table.declared, ...elements] }
}

function keyed(schema: string, { id, key }: Foundation, columns: Column[]): QueryableTable {
  return { schema, name: id, each: 'foundation', columns, declared: [key] }
}

function register(schema: string, { id, fields }: Dataset, columns: Column[]): QueryableTable {
  return { schema, name: id, each: 'dataset', columns, declared: fields.map((field) => field.id) }
}

function topicTable(topic: Topic): QueryableTable {
  const columns = topicColumns(topic)
  const declared = columns.map(({ name }) => name)
  return { schema: 'topic', name: topic.id, each: 'topic', columns, declared }
}

function own(schema: string, name: string, columns: Column[]): QueryableTable {
  return { schema, name, columns, declared: [] }
}

/** Of states that hold now no end is told. */
function present(columns: Column[]): Column[] {
  return columns.filter(({ name }) => name !== '_valid_to')
}
