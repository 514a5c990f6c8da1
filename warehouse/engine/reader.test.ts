import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReader, type Reader, type View, type ViewsOf } from './reader.ts'

const folder = mkdtempSync(join(tmpdir(), 'reader-'))
const file = join(folder, 'person.parquet')
const other = join(folder, 'other.parquet')
let masked: Reader
let whole: Reader

beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const path of [file, other])
    await connection.run(
      `copy (select 'id' || i as id, 'name' || i as name, i as n from range(5) t(i)) to '${path}'`,
    )
  connection.closeSync()
  instance.closeSync()
  const view = (schema: string, name: string): View => ({
    schema,
    name,
    files: [file],
    relation: sql`(select * from read_parquet([${sql.lit(file)}]))`,
    hidden: ['id', 'name'].map((column) => ({
      column,
      masked: sql`case when ${sql.id(column)} is not null then '*' end`,
    })),
  })
  const views = [view('main', 'person'), view('history', 'person')]
  const options = { memoryLimit: '300MB', tempDirectory: join(folder, 'tmp'), seconds: 2 }
  masked = await openReader(views, { ...options, masked: true })
  whole = await openReader(views, { ...options, masked: false })
})

afterAll(() => {
  masked.close()
  whole.close()
  rmSync(folder, { recursive: true })
})

const state = () =>
  [file, other]
    .map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'))
    .concat(readdirSync(folder).sort(), String(statSync(file).mode))

const WRITES = [
  `explain analyze copy (select * from person limit 1) to '${file}' (format parquet)`,
  `explain analyze copy (select 1) to '${join(folder, 'x')}' (format parquet, use_tmp_file false)`,
  `explain copy person to '${file}'`,
  `explain analyze select 1`,
  `copy (select 1) to '${file}'`,
  `COPY person TO '${file}'`,
  `/* c */ copy person to '${file}' -- select 1`,
  `select 1; copy person to '${file}'`,
  `copy person to '${file}'; select 1`,
  `;;copy person to '${file}'`,
  `\u00a0copy person to '${file}'`,
  `\u3000explain\u3000analyze copy person to '${file}'`,
  `copy database memory to x`,
  `export database '${join(folder, 'dump')}'`,
  `import database '${folder}'`,
  `attach '${join(folder, 'x.db')}' as x`,
  `detach memory`,
  `install httpfs`,
  `load httpfs`,
  `load '${file}'`,
  `set enable_external_access = true`,
  `set lock_configuration = false`,
  `reset enable_external_access`,
  `set variable a = 1`,
  `pragma database_list`,
  `pragma enable_profiling='json'`,
  `call pragma_version()`,
  `checkpoint`,
  `vacuum`,
  `begin`,
  `prepare p as copy person to '${file}'`,
  `execute p`,
  `deallocate p`,
  `create table t as select 1`,
  `create or replace view person as select 1`,
  `create macro m() as 1`,
  `create function m() as table select 1`,
  `create secret s (type s3)`,
  `create temp table t as from person`,
  `insert into person values ('a', 'b', 1)`,
  `update person set n = 1`,
  `delete from person`,
  `truncate person`,
  `drop view person`,
  `alter table person add column x int`,
  `comment on view person is 'x'`,
  `merge into person using person p on true when matched then delete`,
  `with x as (insert into person values (1) returning *) select * from x`,
  `with x as (delete from person returning *) from x`,
  `use history`,
  `pivot person on n using count(*)`,
  '',
  ' ',
  '--',
  ';',
]

const READS_ELSEWHERE = [
  `select * from '${file}'`,
  `from '${other}'`,
  `from "${other}"`,
  `with "${other}" as (select 1) select * from "${other}"`,
  `from 'file://${other}'`,
  `from 'https://example.org/x.parquet'`,
  `from 's3://bucket/x.csv'`,
  `select * from read_parquet('${file}')`,
  `select * from parquet_scan(['${other}'])`,
  `select * from READ_CSV('${other}')`,
  `select * from read_csv_auto('/etc/passwd')`,
  `select * from read_json('/etc/passwd')`,
  `select * from read_json_auto('/etc/passwd')`,
  `select * from read_ndjson_objects('/etc/passwd')`,
  `select * from read_text('/etc/passwd')`,
  `select * from read_blob('/etc/passwd')`,
  `select * from sniff_csv('/etc/passwd')`,
  `select * from glob('/etc/*')`,
  `select * from parquet_metadata('${file}')`,
  `select * from parquet_schema('${file}')`,
  `select * from parquet_kv_metadata('${file}')`,
  `select * from parquet_file_metadata('${file}')`,
  `select * from parquet_bloom_probe('${file}', 'id', 'id1')`,
  `select * from read_duckdb('${join(folder, 'x.db')}')`,
  `select * from query('select 1')`,
  `select * from query('copy person to ''${file}''')`,
  `select * from query_table('person')`,
  `select * from query_table(['${other}'])`,
  `select * from json_execute_serialized_sql(json_serialize_sql('select 1'))`,
  `select json_serialize_sql('select 1')`,
  `select json_deserialize_sql('{}')`,
  `select json_serialize_plan('select 1')`,
  `select getenv('HOME')`,
  `select current_setting('temp_directory')`,
  `select getvariable('a')`,
  `select * from duckdb_settings()`,
  `select * from duckdb_views()`,
  `select * from duckdb_functions()`,
  `select * from duckdb_secrets()`,
  `select * from duckdb_logs`,
  `select * from duckdb_views`,
  `select * from duckdb_tables`,
  `select * from duckdb_databases()`,
  `select * from duckdb_temporary_files()`,
  `select * from duckdb_external_file_cache()`,
  `select * from pragma_database_size()`,
  `select * from pragma_table_info('person')`,
  `select * from pragma_storage_info('person')`,
  `select * from enable_logging()`,
  `select * from enable_profiling()`,
  `select * from force_checkpoint()`,
  `select * from sqlite_master`,
  `select * from information_schema.views`,
  `select * from pg_catalog.pg_views`,
  `select * from memory.main.person`,
  `select * from system.main.duckdb_settings()`,
  `select * from arrow_scan(1, 2, 3)`,
  `select * from sql_auto_complete('sel')`,
  `select * from which_secret('s3://x', 's3')`,
  `select * from test_all_types()`,
  `select * from seq_scan('person')`,
  `select write_log('x')`,
  `select sleep_ms(100000)`,
  `select pg_sleep(1000)`,
  `select nextval('s')`,
  `select add_parquet_key('a', 'b')`,
  `select * from person where exists (select 1 from read_text('/etc/passwd'))`,
  `select (select count(*) from glob('/etc/*'))`,
  `with x as (select * from read_csv('/etc/passwd')) select * from x`,
  `with recursive x as (select 1 as i union all select i + 1 from x, glob('*') where i < 2) from x`,
  `select * from person p, lateral (select * from read_text('/etc/' || p.name)) t`,
  `select list_transform([1], x -> (select count(*) from glob('/*')))`,
  `values ((select content from read_text('/etc/passwd')))`,
  `select * from person order by (select count(*) from glob('/*'))`,
  `select * from person limit (select count(*) from glob('/*'))`,
  `select count(*) filter (where (select true from glob('/*'))) from person`,
  `select * from person qualify row_number() over (order by (select 1 from glob('/*'))) = 1`,
  `describe from '${other}'`,
  `summarize '${other}'`,
  `describe '${other}'`,
  `select * from (describe select * from '${other}')`,
  `select * from (show databases)`,
  `show databases`,
  `select * from nowhere`,
  `select #1 from person`,
  `select $1`,
]

describe('a reader', () => {
  it.each(WRITES)('does not run %j', async (statement) => {
    const before = state()
    await expect(whole.select(statement, 10)).rejects.toMatchObject({
      code: expect.stringMatching(
        /^engine\.(not_a_select|statement_invalid|function_refused|not_published)$/,
      ),
    })
    expect(state()).toEqual(before)
  })

  it.each(READS_ELSEWHERE)('does not read %j', async (statement) => {
    await expect(whole.select(statement, 10)).rejects.toMatchObject({
      code: expect.stringMatching(
        /^engine\.(not_a_select|statement_invalid|function_refused|not_published)$/,
      ),
    })
  })

  it.each([
    ['select count(*) as n from person', [{ n: 5n }]],
    ["select string_agg(id, ',' order by n) as ids from history.person where n < 2", [{ ids: 'id0,id1' }]],
    ['with x as (select * from PERSON) select max(x.n) as n from x join person using (id)', [{ n: 4n }]],
    ['select sum(i) as s from range(4) t(i)', [{ s: 6n }]],
    [
      'with recursive x as (select 1 as i union all select i + 1 from x where i < 4) select count(*) as n from x',
      [{ n: 4n }],
    ],
    ['select n, row_number() over (order by n desc) as r from person order by r limit 1', [{ n: 4n, r: 1n }]],
    [
      "select list_transform([1, 2], x -> x + 1)::varchar as l, date '2026-01-02' + 1 > date '2026-01-02' as d",
      [{ l: '[2, 3]', d: true }],
    ],
    ['select unnest([7]) as u', [{ u: 7 }]],
    ['values (1)', [{ col0: 1 }]],
    [
      "select round(avg(n), 1) as a, strftime(date '2026-01-02', '%Y') as y, regexp_replace('ab', 'b', 'c') as r, cast('1' as int) as c, coalesce(null, 2) as k, case when true then 1 end as w from person",
      [{ a: 2, y: '2026', r: 'ac', c: 1, k: 2, w: 1 }],
    ],
  ])('answers %s', async (statement, rows) => {
    expect((await whole.select(statement, 10)).rows).toEqual(rows)
  })

  it('lists and describes what there is', async () => {
    expect((await masked.select('show tables', 10)).rows).toEqual([{ name: 'person' }])
    expect((await masked.select('describe person', 10)).rows).toHaveLength(3)
    const { rows } = await masked.select('select table_schema from information_schema.tables order by 1', 10)
    expect(rows.map((row) => row.table_schema)).toEqual(['history', 'main'])
  })

  it('makes the views that statements name, and all where a later one names others', async () => {
    const asked: (string[] | undefined)[] = []
    const one = (name: string): View => ({
      schema: 'main',
      name,
      files: [file],
      relation: sql`(select 1 as n)`,
    })
    const viewsOf: ViewsOf = async (names) => {
      const all = ['first', 'second', 'third'].map(one).filter(({ name }) => !names || names.has(name))
      asked.push(names && all.map(({ name }) => name))
      return all
    }
    const reader = await openReader(viewsOf, {
      memoryLimit: '300MB',
      tempDirectory: join(folder, 'tmp'),
      masked: true,
    })
    try {
      const read = async (statement: string) => (await reader.select(statement, 10)).rows
      expect(await read('select f.n from FIRST f, "second"')).toEqual([{ n: 1 }])
      expect(await read('from second')).toEqual([{ n: 1 }])
      await expect(reader.select('from fourth', 10)).rejects.toMatchObject({ code: 'engine.not_published' })
      expect(asked).toEqual([['first', 'second'], ['second'], []])
      expect(await read('from third')).toEqual([{ n: 1 }])
      expect(await read('show tables')).toHaveLength(3)
      expect(asked.slice(3)).toEqual([['third'], undefined])
    } finally {
      reader.close()
    }
  })

  it('says which hidden columns were read', async () => {
    const read = async (statement: string) => (await whole.select(statement, 10)).hidden
    expect(await read('select n from person')).toEqual([])
    expect(await read('select n from person where name = $$x$$')).toEqual(['person.name'])
    expect(await read('select length(upper(p.id)) from history.person p')).toEqual(['history.person.id'])
    expect(await read('select * from person')).toEqual(['person.id', 'person.name'])
    expect(await read('select person from person')).toEqual(['person.id', 'person.name'])
    expect(await read("select columns('n.*') from person")).toEqual(['person.id', 'person.name'])
    expect(await read('with x as (select id as k from person) select k from x')).toEqual(['person.id'])
    expect(await read('select a.n from person a natural join person b')).toEqual(['person.id', 'person.name'])
  })

  it.each([
    ['select id, n from person order by n limit 1', [{ id: '*', n: 0n }]],
    ['select name as x from person limit 1', [{ x: '*' }]],
    ['select * from person order by n limit 1', [{ id: '*', name: '*', n: 0n }]],
    ['select count(id) as a, count(*) as b from person where name is not null', [{ a: 5n, b: 5n }]],
    ['with x as (select * from person where n > 2) select count(*) as c from x', [{ c: 2n }]],
  ])('masks: %s', async (statement, rows) => {
    expect((await masked.select(statement, 10)).rows).toEqual(rows)
  })

  it.each([
    "select n from person where name = 'x'",
    'select distinct name from person',
    'select distinct * from person',
    'select name, count(*) from person group by all',
    'select name, count(*) from person group by 1',
    'select count(*) from person group by name',
    'select count(distinct id) from person',
    'select upper(name) from person',
    'select min(id) from person',
    'select a.n from person a join history.person b using (id)',
    'select a.n from person a join history.person b on a.id = b.id',
    'select a.n from person a natural join history.person b',
    'select name from person union select name from person',
    'select * from person union select * from person',
    'with x as (select id as k from person) select * from x where k is null',
    'with x(a, b, c) as (select * from person) select count(*) from x where a = 1',
    "select k from (select * from person) t(k, l, m) where k = 'id1'",
    "select name as x from person where x = 'name1'",
    'select * rename (id as k) from person',
    'select n from person order by name',
    'select n from person where n in (select n from history.person where id like $$i%$$)',
    'select row_number() over (partition by name) from person',
  ])('does not compute with masked values: %s', async (statement) => {
    await expect(masked.select(statement, 10)).rejects.toMatchObject({ code: 'engine.column_masked' })
  })

  it('gives no hidden value, whatever is asked', async () => {
    const statements = [
      'select person from person',
      'select person::varchar as p from person',
      "select columns('.*') from person",
      'select to_json(p) from person p',
      'summarize person',
      'select struct_extract(p, $$id$$) as x from person p',
      'select unnest(p) from person p',
      'select max(p) from person p',
      'select list(p) from person p',
    ]
    for (const statement of statements) {
      const { rows } = await masked.select(statement, 10).catch(() => ({ rows: [] }))
      expect(
        JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
        statement,
      ).not.toMatch(/id\d|name\d/)
    }
  })

  it('stops what does not end', async () => {
    await expect(
      whole.select('select sum(a.i * b.i) from range(10000000) a(i), range(10000000) b(i)', 1),
    ).rejects.toMatchObject({ code: 'engine.too_slow' })
    await expect(
      whole.select(
        "with recursive x as (select repeat('x', 1000000) as t union all select t || 'y' from x) select count(distinct t) from x",
        1,
      ),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^engine\.(too_slow|out_of_memory|disk_full)$/) })
    expect((await whole.select('select 1 as one', 1)).rows).toEqual([{ one: 1 }])
  })
})
