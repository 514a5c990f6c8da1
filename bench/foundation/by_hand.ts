import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, identityOf, keepsHistory } from '../../catalog/dataset.ts'
import { type Element, sourcesOf } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf, datasetOf, elementsOf, foundationOf } from '../../catalog/lookup.ts'
import { stateColumns } from '../../warehouse/tables/datasets.ts'
import {
  baseColumns,
  conflictColumns,
  joinedDatasets,
  ORIGIN_TYPE,
} from '../../warehouse/tables/foundations.ts'
import { lakeType } from '../../warehouse/tables/types.ts'
import type { Output } from '../benchmark.ts'
import { outputOfQuery, type Stopwatch } from '../contestant.ts'

/** A build written by hand: of which foundation, where its registers' rows are, where the tables go. */
export interface Order {
  foundation: string
  /** The rows of a register in std's columns; undefined of one that nothing ever came of. */
  std(dataset: string): string | undefined
  /** Where the joined records are; `records` unless given. */
  records?: string
  out: string
}

/** The queries of a build by hand. `base` and `conflicts` read `records`, and all of them `changes` where there are any. */
export interface Queries {
  changes: string | undefined
  records: string
  base: string
  conflicts: string | undefined
  /** By register. */
  states: [dataset: string, query: string][]
}

/**
 * The build as a good engineer writes it for DuckDB: the latest row of every record, one full join of all registers,
 * every element from its source, the copies that differ, every state with its end. No increments, no order, no gate.
 */
export function queriesByHand(order: Order): Queries {
  const { foundation, datasets, joined } = registersOf(order)
  const { key, keyChanges } = foundation
  const all = joined.map((dataset) => winners(order, foundation, dataset))
  const pairs = copies(order, foundation)
  return {
    changes: hasChanges(order, foundation)
      ? `select ${keyChanges?.former} as former, any_value(${key}) as current from ${order.std(keyChanges?.dataset ?? '')} group by 1`
      : undefined,
    records: `select * from ${all.reduce((left, right) => `${left} full join ${right} using (${key})`)}`,
    base: golden(order, foundation),
    conflicts:
      pairs.length > 0
        ? `select *, ${bucket(foundation, key)} from (${pairs.join(' union all ')})`
        : undefined,
    states: datasets.filter(keepsHistory).map((dataset) => [dataset.id, states(order, foundation, dataset)]),
  }
}

/** Builds by hand, into zstd Parquet in the same buckets as the platform's. */
export async function buildByHand(
  connection: DuckDBConnection,
  watch: Stopwatch,
  order: Order,
): Promise<void> {
  const queries = queriesByHand(order)
  const timed = (stage: string, statement: string) =>
    watch.time(stage, async () => void (await connection.run(statement)))
  mkdirSync(join(order.out, 'history'), { recursive: true })
  if (queries.changes) await timed('key changes', `create table changes as ${queries.changes}`)
  await timed('records', `create table records as ${queries.records}`)
  await timed('base', `copy (${queries.base}) ${to(order, 'base')}`)
  if (queries.conflicts) await timed('conflicts', `copy (${queries.conflicts}) ${to(order, 'conflicts')}`)
  await timed('base', 'drop table records')
  for (const [dataset, query] of queries.states)
    await timed('states', `copy (${query}) ${to(order, `history/${dataset}`)}`)
}

/** What the build made, by the names of the platform's tables; nothing of tables that have no row. */
export async function outputsByHand(
  connection: DuckDBConnection,
  order: Order,
): Promise<Record<string, Output>> {
  const { foundation, datasets } = registersOf(order)
  const outputs: Record<string, Output> = {}
  const read = async (table: string, columns: { name: string }[]) => {
    if (!existsSync(join(order.out, table))) return
    const rows = `read_parquet('${order.out}/${table}/**/*.parquet', hive_partitioning = true)`
    outputs[table] = await outputOfQuery(connection, `select ${namesOf(columns).join(', ')} from ${rows}`)
  }
  await read('base', baseColumns(catalogue, foundation))
  await read('conflicts', conflictColumns(foundation))
  for (const dataset of datasets.filter(keepsHistory))
    await read(`history/${dataset.id}`, stateColumns(catalogue, dataset))
  return outputs
}

/** Names of columns; of the bucket, another type in the folders of Parquet, none. */
export function namesOf(columns: { name: string }[]): string[] {
  return columns.map(({ name }) => name).filter((name) => name !== 'bucket')
}

function registersOf(order: Order) {
  const foundation = foundationOf(catalogue, order.foundation)
  const datasets = foundation.datasets
    .map((id) => datasetOf(catalogue, id))
    .filter(({ id }) => order.std(id) !== undefined)
  const carried = new Set(attributesOf(foundation).map(({ id }) => id))
  const joined = datasets.filter(
    ({ id, fields }) =>
      foundation.confirmedBy.includes(id) || fields.some(({ element }) => carried.has(element)),
  )
  return { foundation, datasets, joined }
}

function attributesOf({ id, keyElement }: Foundation): Element[] {
  return elementsOf(catalogue, id).filter((element) => element.id !== keyElement)
}

const bucket = ({ buckets }: Foundation, key: string) =>
  `(md5_number_lower(${key}) % ${buckets})::integer as bucket`

const to = ({ out }: Order, table: string) =>
  `to '${out}/${table}' (format parquet, compression zstd, partition_by (bucket), overwrite true)`

const LATEST = '_from desc, _as_of desc, _extract desc, _line desc'

function hasChanges(order: Order, { keyChanges }: Foundation): boolean {
  return keyChanges !== undefined && order.std(keyChanges.dataset) !== undefined
}

/** The rows, those of former keys under the present ones. */
function moved(order: Order, foundation: Foundation, dataset: Dataset): string {
  const rows = order.std(dataset.id) ?? ''
  if (!hasChanges(order, foundation)) return rows
  return `(select s.* replace (coalesce(m.current, s.${dataset.key}) as ${dataset.key}) from ${rows} as s left join changes as m on m.former = s.${dataset.key})`
}

/** The latest row of every subject, its fields and places under the register's name. */
function winners(order: Order, foundation: Foundation, dataset: Dataset): string {
  const carried = new Set(attributesOf(foundation).map(({ id }) => id))
  const fields = dataset.fields
    .filter(({ element }) => carried.has(element))
    .map(({ id }) => `${id} as "${dataset.id}.${id}"`)
  const rows = moved(order, foundation, dataset)
  const latestBy = (columns: string[], of: string) =>
    `(select * from ${of} qualify row_number() over (partition by ${columns.join(', ')} order by ${LATEST}) = 1)`
  const records = `(select * from ${latestBy(identityOf(dataset), rows)} where _op <> 'D')`
  const one = dataset.recordKey.length === 0 ? records : latestBy([dataset.key], records)
  const observed = dataset.eventTime ?? '_as_of'
  const places = `_extract as "${dataset.id}._e", _line as "${dataset.id}._l", ${observed} as "${dataset.id}._o"`
  return `(select ${[`${dataset.key} as ${foundation.key}`, ...fields, places].join(', ')} from ${one})`
}

type Source = ReturnType<typeof sourcesOf>[number]

/** True of joined records whose element the source answers for. */
function answers({ key }: Foundation, { field, keyPrefixes, when }: Source): string {
  const [id = ''] = field.split('.')
  const scope = keyPrefixes.map((prefix) => `starts_with(${key}, '${prefix}')`).join(' or ')
  const kinds = when?.in.map((each) => `'${each}'`).join(', ')
  const ofKind = when ? ` and coalesce("${id}.${when.field}" in (${kinds}), false)` : ''
  return `("${id}._e" is not null${scope && ` and (${scope})`}${ofKind})`
}

/** What of an element's sources and of the fields that stand in for them there is. */
function partsOf(order: Order, element: Element) {
  const known = (field: string) => order.std(field.split('.')[0] ?? '') !== undefined
  const sources = sourcesOf(element).filter(({ field }) => known(field))
  const ofKind = sources.filter(({ when }) => when).map(({ field }) => field)
  return { sources, standIns: [...element.fallbacks.filter(known), ...ofKind] }
}

/** The golden records: every element from its source, the origins in all registers. */
function golden(order: Order, foundation: Foundation): string {
  const { joined } = registersOf(order)
  const elements = attributesOf(foundation)
  const values = elements.map((element) => {
    const { sources, standIns } = partsOf(order, element)
    const cases = sources.map((source) => `when ${answers(foundation, source)} then "${source.field}"`)
    const rest = `coalesce(${[...standIns.map((field) => `"${field}"`), `null::${lakeType(element.type)}`].join(', ')})`
    return `${cases.length > 0 ? `case ${cases.join(' ')} else ${rest} end` : rest} as ${columnOf(element.id)}`
  })
  const measures = baseColumns(catalogue, foundation)
    .filter(({ name }) => !elements.some(({ id }) => columnOf(id) === name) && name.startsWith('geometry'))
    .map(({ name, type }) => `null::${type} as ${name}`)
  const provisional = elements.flatMap((element) => {
    const { sources, standIns } = partsOf(order, element)
    if (standIns.length === 0) return []
    const unanswered = sources.map((source) => `not ${answers(foundation, source)} and `).join('')
    return `case when ${unanswered}coalesce(${standIns.map((field) => `"${field}"`).join(', ')}) is not null then '${columnOf(element.id)}' end`
  })
  const listed = `list_filter([${provisional.join(', ')}]::varchar[], lambda each: each is not null)`
  const confirmed = foundation.confirmedBy
    .filter((id) => order.std(id) !== undefined)
    .map((id) => `"${id}._e" is not null`)
  const origins = originsOf(foundation).map(({ id, type }) =>
    joined.some((dataset) => dataset.id === id)
      ? `'${id}': case when "${id}._e" is not null then {'extract': "${id}._e", 'line': "${id}._l", 'observed': "${id}._o"} end`
      : `'${id}': null::${type}`,
  )
  return `select ${[foundation.key, ...values, ...measures].join(', ')},
    case when ${confirmed.join(' or ')} then 'confirmed' else 'unconfirmed' end as record_status,
    case when len(${listed}) > 0 then ${listed} end as provisional, null::varchar[] as disputed, null::varchar as key_repair,
    {${origins.join(', ')}} as origin, ${bucket(foundation, foundation.key)} from ${order.records ?? 'records'}`
}

/** The registers that an origin names, whether anything came of them or not. */
function originsOf(foundation: Foundation): { id: string; type: string }[] {
  return joinedDatasets(catalogue, foundation).map(({ id }) => ({ id, type: ORIGIN_TYPE }))
}

/** A query for each field that another register answers for: the records in which it differs. */
function copies(order: Order, foundation: Foundation): string[] {
  const { joined } = registersOf(order)
  return attributesOf(foundation).flatMap((element) =>
    partsOf(order, element).sources.flatMap((source) =>
      joined.flatMap((dataset) =>
        dataset.fields
          .filter(
            ({ id, element: carried }) => carried === element.id && `${dataset.id}.${id}` !== source.field,
          )
          .map(({ id }) => conflict(order, foundation, element, source, { dataset: dataset.id, field: id })),
      ),
    ),
  )
}

function conflict(
  order: Order,
  foundation: Foundation,
  element: Element,
  source: Source,
  copy: { dataset: string; field: string },
): string {
  const [authority = ''] = source.field.split('.')
  const side = (name: string, dataset: string) =>
    `"${dataset}._e" as ${name}_extract, "${dataset}._l" as ${name}_line, "${dataset}._o" as ${name}_observed`
  const value = `"${copy.dataset}.${copy.field}"`
  return `select ${foundation.key}, '${columnOf(element.id)}' as element,
      case when "${source.field}" is null then 'authority_missing' else 'differs' end as kind,
      '${authority}' as authority_dataset, "${source.field}"::varchar as authority_value, ${side('authority', authority)},
      '${copy.dataset}' as copy_dataset, '${copy.field}' as copy_field, ${value}::varchar as copy_value, ${side('copy', copy.dataset)}
    from ${order.records ?? 'records'} where ${answers(foundation, source)} and ${value} is not null and ${value} is distinct from "${source.field}"`
}

/** Every state of every record, until the next one's begins. */
function states(order: Order, foundation: Foundation, dataset: Dataset): string {
  const identity = identityOf(dataset).join(', ')
  const next = `lead(_from) over (partition by ${identity} order by _from, _as_of, _extract, _line)`
  const names = namesOf(stateColumns(catalogue, dataset))
  return `select ${names.join(', ')}, ${bucket(foundation, dataset.key)}
    from (select *, _from as _valid_from, ${next} as _valid_to from ${moved(order, foundation, dataset)})
    where _op <> 'D' and (_valid_to is null or _valid_to > _from)`
}
