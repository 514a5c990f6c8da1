import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, identityOf, keepsHistory } from '../../catalog/dataset.ts'
import { sourcesOf } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf, datasetOf, elementsOf, foundationOf } from '../../catalog/lookup.ts'
import { report, type StageTime } from '../measure.ts'

/**
 * The same build as a good engineer writes it for DuckDB: the latest row of every record, one full join of all
 * registers, every element from its source, the copies that differ, every state with its end, all zstd Parquet in
 * the same buckets. No increments, no order, no gate, no log.
 */
const [data = '', foundationId = 'person', out = '', memory = '3GB'] = process.argv.slice(2)
const foundation: Foundation = foundationOf(catalogue, foundationId)
const key = foundation.key
const datasets = foundation.datasets.map((id) => datasetOf(catalogue, id))
const elements = elementsOf(catalogue, foundationId).filter(({ id }) => id !== foundation.keyElement)
const columns = new Set(elements.map(({ id }) => id))
const joined = datasets.filter(
  ({ id, fields }) =>
    foundation.confirmedBy.includes(id) || fields.some(({ element }) => columns.has(element)),
)
mkdirSync(join(out, 'history'), { recursive: true })
const instance = await DuckDBInstance.create(':memory:', {
  memory_limit: memory,
  temp_directory: join(out, 'tmp'),
})
const connection = await instance.connect()
const times: StageTime[] = []
async function timed(stage: string, statement: string): Promise<void> {
  const from = performance.now()
  await connection.run(statement)
  times.push({ stage, seconds: (performance.now() - from) / 1000 })
}

const std = (id: string) => `read_parquet('${data}/lake/std/${id}/**/*.parquet', hive_partitioning = true)`
const bucket = `(md5_number_lower(${key}) % ${foundation.buckets})::integer as bucket`
const to = (table: string) =>
  `(format parquet, compression zstd, partition_by (bucket), overwrite true)`.replace(
    /^/,
    `to '${out}/${table}' `,
  )
const latest = '_from desc, _as_of desc, _extract desc, _line desc'

/** The rows, those of former keys under the present ones. */
function moved(dataset: Dataset): string {
  if (!foundation.keyChanges) return std(dataset.id)
  return `(select s.* replace (coalesce(m.current, s.${dataset.key}) as ${dataset.key}) from ${std(dataset.id)} as s left join changes as m on m.former = s.${dataset.key})`
}

function winners(dataset: Dataset): string {
  const fields = dataset.fields
    .filter(({ element }) => columns.has(element))
    .map(({ id }) => `${id} as "${dataset.id}.${id}"`)
  const records = `(select * from ${moved(dataset)} qualify row_number() over (partition by ${identityOf(dataset).join(', ')} order by ${latest}) = 1)`
  const one =
    dataset.recordKey.length === 0
      ? records
      : `(select * from ${records} qualify row_number() over (partition by ${dataset.key} order by ${latest}) = 1)`
  return `(select ${dataset.key} as ${key}, ${fields.map((field) => `${field}, `).join('')} _extract as "${dataset.id}._e", _line as "${dataset.id}._l", updated_at as "${dataset.id}._o" from ${one} where _op <> 'D')`
}

const answers = (source: {
  field: string
  keyPrefixes: string[]
  when?: { field: string; in: string[] } | undefined
}) => {
  const [id = ''] = source.field.split('.')
  const scope = source.keyPrefixes.map((prefix) => `starts_with(${key}, '${prefix}')`).join(' or ')
  const when = source.when
    ? ` and "${id}.${source.when.field}" in (${source.when.in.map((each) => `'${each}'`).join(', ')})`
    : ''
  return `("${id}._e" is not null${scope ? ` and (${scope})` : ''}${when})`
}
const known = (field: string) => joined.some(({ id }) => field.startsWith(`${id}.`))
const golden = elements.map((element) => {
  const sources = sourcesOf(element).filter(({ field }) => known(field))
  const cases = sources.map((source) => `when ${answers(source)} then "${source.field}"`)
  const rest = element.fallbacks.filter(known).map((field) => `"${field}"`)
  return `case ${cases.join(' ')} else ${rest.length > 0 ? `coalesce(${rest.join(', ')})` : 'null'} end as ${columnOf(element.id)}`
})
const origin = joined.map(
  ({ id }) =>
    `'${id}': case when "${id}._e" is not null then {'extract': "${id}._e", 'line': "${id}._l", 'observed': "${id}._o"} end`,
)
const confirmed = foundation.confirmedBy.map((id) => `"${id}._e" is not null`).join(' or ')
const copies = elements.flatMap((element) =>
  sourcesOf(element)
    .filter(({ field }) => known(field))
    .flatMap((source) =>
      joined.flatMap(({ id, fields }) =>
        fields
          .filter((field) => field.element === element.id && `${id}.${field.id}` !== source.field)
          .map(
            (
              field,
            ) => `select ${key}, '${columnOf(element.id)}' as element, '${source.field}' as source, "${source.field}"::varchar as source_value, "${source.field.split('.')[0]}._e" as source_extract, "${source.field.split('.')[0]}._l" as source_line,
              '${id}.${field.id}' as copy, "${id}.${field.id}"::varchar as copy_value, "${id}._e" as copy_extract, "${id}._l" as copy_line
              from records where ${answers(source)} and "${id}.${field.id}" is not null and "${id}.${field.id}" is distinct from "${source.field}"`,
          ),
      ),
    ),
)

if (foundation.keyChanges) {
  const { dataset, former } = foundation.keyChanges
  await timed(
    'key changes',
    `create table changes as select ${former} as former, any_value(${key}) as current from ${std(dataset)} group by 1`,
  )
}
await timed(
  'records',
  `create table records as select * from ${joined.map(winners).reduce((left, right) => `${left} full join ${right} using (${key})`)}`,
)
await timed(
  'base',
  `copy (select ${key}, ${golden.join(', ')}, case when ${confirmed} then 'confirmed' else 'unconfirmed' end as record_status, {${origin.join(', ')}} as origin, ${bucket} from records) ${to('base')}`,
)
await timed('conflicts', `copy (select *, ${bucket} from (${copies.join(' union all ')})) ${to('conflicts')}`)
await timed('drop', 'drop table records')
for (const dataset of datasets.filter(keepsHistory)) {
  const states = `select * exclude (_from, _op, bucket), _from as valid_from, _op, lead(_from) over (partition by ${identityOf(dataset).join(', ')} order by _from, _extract, _line) as valid_to from ${moved(dataset)}`
  await timed(
    'states',
    `copy (select * exclude (_op), ${bucket.replace(key, dataset.key)} from (${states}) where _op <> 'D' and (valid_to is null or valid_to > valid_from)) ${to(`history/${dataset.id}`)}`,
  )
}
const [count] = (
  await connection.runAndReadAll(
    `select count(*)::integer as rows from read_parquet('${out}/base/**/*.parquet')`,
  )
).getRowObjectsJS()
connection.closeSync()
instance.closeSync()
report([...times, { stage: 'rows', seconds: 0, rows: Number(count?.rows) }])
