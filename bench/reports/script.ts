import { join } from 'node:path'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, departmentName, elementOf } from '../../catalog/lookup.ts'
import { outputOfQuery, report, Stopwatch } from '../contestant.ts'
import { openScript } from '../duckdb.ts'
import { REGISTER } from '../person/by_hand.ts'

/** The same rows by hand: one scan of the failing rows, to a file of CSV for each reader. */
const [data = '', out = '', memory = '3GB'] = process.argv.slice(2)
const { connection, close } = await openScript(join(out, 'spill'), memory)
const dataset = datasetOf(catalogue, REGISTER)
const stars = (value: string, kept: number) => `repeat('*', greatest(length(${value}) - ${kept}, 0))`
/** A value under the mask of its element, as reports show it. */
const masks: Record<string, (value: string) => string> = {
  citizenId: (value) =>
    `case when length(${value}) < 6 then ${stars(value, 0)} else left(${value}, 1) || ${stars(value, 3)} || right(${value}, 2) end`,
  address: (value) =>
    `case when length(${value}) <= 8 then ${stars(value, 0)} else left(${value}, length(${value}) - 8) || '********' end`,
}
/** Fields of the rules that are broken here. */
const shown = ['citizen_id', 'address'].map((field) => {
  const { mask } = elementOf(catalogue, dataset.fields.find(({ id }) => id === field)?.element ?? '')
  const masked = masks[mask]
  if (!masked) throw new Error(`the script has no mask ${mask}`)
  return { field, of: masked }
})
const values = shown.map(({ field, of }) => `when '${field}' then ${of(`raw ->> '$.${field}'`)}`).join(' ')
const headers = dataset.fields.map(({ id, header }) => `when '${id}' then '${header}'`).join(' ')
const key = shown[0]?.of('key') ?? 'null'
const watch = new Stopwatch()
await watch.time('scan', async () => {
  await connection.run(`copy (
    select unnest(['region', 'departments/${dataset.providingDepartment}'] || case when division is not null then ['cities/' || division] else [] end) as report,
      '${departmentName(catalogue, dataset.providingDepartment)['zh-CN']}' as department, '${dataset.name['zh-CN']}' as dataset,
      case field ${headers} end as header, code, severity, ${key} as key, case field ${values} end as value,
      _line as line, 'household_registration_full_20260901.csv' as file, _extract as extract, '2026-09' as period, division, rule,
      1 as version, null as objection, null as state, null as due
    from (select _extract, _line, key, division, raw, unnest(violations, max_depth := 2)
      from read_parquet('${data}/lake/quarantine/${REGISTER}/**/*.parquet')))
    to '${out}/reports' (format csv, header true, partition_by (report), overwrite_or_ignore true)`)
})
await report(watch, async () => ({
  rows: await outputOfQuery(
    connection,
    `select report, coalesce(key, '') as key, coalesce(value, '') as value, line, extract, rule
      from read_csv('${out}/reports/*/*.csv', header = true, all_varchar = true, hive_partitioning = true)`,
  ),
}))
close()
