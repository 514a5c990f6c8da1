import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { codeTables } from '../catalog/data/code_tables.ts'
import { divisions } from '../catalog/data/divisions.ts'
import type { StageTime } from './measure.ts'

const list = (values: string[]) => values.map((value) => `'${value}'`).join(', ')
const codes = (id: string) => list(Object.keys(codeTables.find((table) => table.id === id)?.codes ?? {}))

const DIGITS = Array.from({ length: 17 }, (_, at) => {
  const weight = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][at]
  return `((n17 // ${10 ** (16 - at)}) % 10) * ${weight}`
}).join(' + ')

const COLUMNS =
  "{'citizen_id': 'VARCHAR', 'name': 'VARCHAR', 'sex': 'VARCHAR', 'birth_date': 'VARCHAR', 'ethnic_group': 'VARCHAR', 'education': 'VARCHAR', 'division': 'VARCHAR', 'address': 'VARCHAR', 'household_no': 'VARCHAR', 'updated_at': 'VARCHAR'}"

/**
 * What a good engineer writes by hand in DuckDB for the same result: the file to raw Parquet, checks and
 * normalisation to std and quarantine, the latest row per person to the base, all zstd, std and base in the
 * same sixteen buckets, every value with its origin.
 */
export async function handWritten(csv: string, out: string, memoryLimit: string): Promise<StageTime[]> {
  mkdirSync(out, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    temp_directory: join(out, 'tmp'),
  })
  const connection = await instance.connect()
  const times: StageTime[] = []
  const timed = async (stage: string, ...statements: string[]) => {
    const from = performance.now()
    for (const statement of statements) await connection.run(statement)
    times.push({ stage, seconds: (performance.now() - from) / 1000 })
  }
  await connection.run("set TimeZone = 'UTC'")
  await timed(
    'ingest',
    `copy (select 1 as _extract, * from read_csv('${csv}', header = true, auto_detect = false, delim = ',', quote = '"', columns = ${COLUMNS})) to '${out}/raw.parquet' (format parquet, compression zstd)`,
  )
  await timed(
    'quality',
    `create temp table judged as
     with trimmed as (
       select file_row_number as _line,
         upper(trim(citizen_id)) as citizen_id, nullif(trim(translate(name, '•．・', '···')), '') as name, nullif(trim(sex), '') as sex,
         nullif(trim(birth_date), '') as birth_date, nullif(trim(ethnic_group), '') as ethnic_group, nullif(trim(education), '') as education,
         nullif(trim(division), '') as division, nullif(trim(address), '') as address, nullif(trim(household_no), '') as household_no, nullif(trim(updated_at), '') as updated_at
       from read_parquet('${out}/raw.parquet', file_row_number = true)),
     typed as (
       select *, try_cast(left(citizen_id, 17) as bigint) as n17, try_cast(birth_date as date) as born,
         try_cast(updated_at || '+08' as timestamptz) as observed from trimmed),
     checked as (
       select *, (${DIGITS}) % 11 as remainder, try_strptime(substr(citizen_id, 7, 8), '%Y%m%d')::date as id_born from typed)
     select *,
       (citizen_id is null)::int | ((length(citizen_id) <> 18 or n17 is null)::int << 1)
       | ((id_born is null)::int << 2) | (('10X98765432'[(remainder + 1)::int] <> right(citizen_id, 1))::int << 3)
       | ((name is null)::int << 4) | ((sex is null)::int << 5) | ((sex not in (${codes('sex')}))::int << 6)
       | ((birth_date is null)::int << 7) | ((birth_date is not null and born is null)::int << 8) | ((born > date '2026-09-02')::int << 9)
       | ((ethnic_group not in (${codes('ethnic_group')}))::int << 10) | ((education not in (${codes('education')}))::int << 11)
       | ((division is null)::int << 12) | ((division not in (${list(divisions.map(({ code }) => code))}))::int << 13)
       | ((length(name) > 100)::int << 14) | ((length(address) > 200)::int << 15) | ((length(household_no) > 20)::int << 16)
       | ((observed is null)::int << 17) | ((born <> id_born)::int << 18)
       | (((n17 % 2 = 1) <> (sex = '1'))::int << 19) as mask,
       (md5_number_lower(citizen_id) % 16)::int as bucket
     from checked`,
    `copy (select 1 as _extract, _line, 'I' as _op, citizen_id, name, sex, born as birth_date, ethnic_group, education, division, address, household_no, observed as updated_at, bucket
       from judged where coalesce(mask, 1) = 0) to '${out}/std' (format parquet, compression zstd, partition_by (bucket), overwrite true)`,
    `copy (select * from judged where coalesce(mask, 1) <> 0) to '${out}/quarantine.parquet' (format parquet, compression zstd)`,
    'drop table judged',
  )
  await timed(
    'person',
    `copy (select citizen_id, name, sex, birth_date, ethnic_group, education, division as household_division, address as household_address, household_no,
         'confirmed' as record_status, {'household_registration': {'extract': _extract, 'line': _line, 'observed': updated_at}} as origin, bucket
       from read_parquet('${out}/std/*/*.parquet', hive_partitioning = true)
       qualify row_number() over (partition by citizen_id order by updated_at desc, _extract desc, _line desc) = 1)
     to '${out}/base' (format parquet, compression zstd, partition_by (bucket), overwrite true)`,
  )
  const [count] = (
    await connection.runAndReadAll(
      `select count(*)::integer as rows from read_parquet('${out}/base/*/*.parquet')`,
    )
  ).getRowObjectsJS()
  connection.closeSync()
  instance.closeSync()
  return [...times, { stage: 'rows', seconds: 0, rows: Number(count?.rows), bytes: statSync(csv).size }]
}
