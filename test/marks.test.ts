import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf, foundationOf } from '../catalog/lookup.ts'
import { sha256File } from '../core/hash.ts'
import { openPublished } from '../exchange/published.ts'
import config from '../jobs.config.ts'
import { readAnchor } from '../pipelines/anchors.ts'
import { checkLake } from '../pipelines/lake_check.ts'
import { buildStage } from '../pipelines/stages/build.ts'
import { deliverStage } from '../pipelines/stages/deliver.ts'
import { commitStandard } from '../pipelines/stages/ingest/standard.ts'
import { createDatasetTables } from '../pipelines/stages/ingest/tables.ts'
import { traceRecord } from '../pipelines/trace.ts'
import { openLake } from '../warehouse/lake/lake.ts'
import { lastDelivery } from '../warehouse/ledger/deliveries.ts'
import { recordExtract } from '../warehouse/ledger/extracts.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { stdColumns } from '../warehouse/tables/datasets.ts'
import { personRequest } from './support/exchange.ts'
import { mark } from './support/marks.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/** The way of a mark: from an objection's table through the foundation to a city's package. */

const person = foundationOf(catalogue, 'person')
const KEYS = ['150102190001010018', '152921200002290024']

let platform: TestPlatform
beforeAll(async () => {
  const build = { ...config.build, wholeShare: 1e9, files: 1000, deletedShare: 1 }
  platform = await startTestPlatform({
    config: { deliveries: [{ ...personRequest(), sink: { kind: 'folder' } }], build },
  })
  await takePeople()
}, 60_000)
afterAll(() => platform?.close())

async function takePeople(): Promise<void> {
  const dataset = datasetOf(catalogue, 'household_registration')
  await createDatasetTables(platform, dataset)
  const given: Record<string, unknown> = {
    _op: 'I',
    _extract: 1,
    name: '王芳',
    division: '150102',
    updated_at: '2026-01-01 00:00:00+00',
  }
  const columns = stdColumns(catalogue, dataset).filter(
    ({ name }) => !['_from', '_as_of', 'bucket'].includes(name),
  )
  const rows = KEYS.map((key, at) => {
    const row = { ...given, _line: at + 2, [dataset.key]: key }
    const values = columns.map(
      ({ name, type }) =>
        sql`${sql.lit((row as Record<string, unknown>)[name] ?? null)}::${sql.raw(type)} as ${sql.id(name)}`,
    )
    return sql`select ${sql.join(values)}`
  })
  await recordExtract(platform.ledger.db, {
    dataset: dataset.id,
    department: dataset.providingDepartment,
    sha256: 'ab'.repeat(32),
    fileName: 'household_registration.csv',
    bytes: 1,
    format: 'csv',
    mode: 'full',
    asOf: new Date('2026-01-02T00:00:00Z'),
    landedAt: platform.clock.now(),
  })
  await commitStandard(platform, platform.engine, {
    dataset,
    seq: 1,
    mode: 'full',
    asOf: new Date('2026-01-02T00:00:00Z'),
    accepted: sql`(${sql.join(rows, sql` union all `)})`,
    quarantined: sql`(select null::varchar as key, true as rejected, '' as raw where false)`,
  })
}

const published = async () => {
  const reader = await openPublished(platform)
  try {
    const { rows } = await reader.select(
      "select citizen_id as key, array_to_string(disputed, ',') as disputed from person order by 1",
      10,
    )
    return rows
  } finally {
    reader.close()
  }
}

async function delivered() {
  const { outputs, counts } = await deliverStage(platform, 'hohhot_person')
  const folder = join(platform.paths.outbox, '150100', String(outputs.package))
  const rows = await platform.engine.rows(
    sql`select _disputed from read_parquet([${join(folder, 'data.parquet')}]) order by _disputed nulls last`,
  )
  const { head } = await readAnchor(folder)
  expect((await lastDelivery(platform.ledger.db, 'hohhot_person'))?.detail.audit).toEqual(head)
  return { kind: outputs.kind, rows, counts: counts.rows }
}

test('a change of marks alone makes a release, and an update for the cities', async () => {
  expect(await buildStage(platform, 'person', null)).toMatchObject({ status: 'succeeded' })
  expect(await delivered()).toMatchObject({ kind: 'full', rows: [{ _disputed: null }, { _disputed: null }] })
  expect(await published()).toEqual(KEYS.map((key) => ({ key, disputed: null })))

  const marks = ['sex', 'name', 'no_such_column'].map((column) => ({ key: KEYS[0] ?? '', column }))
  const version = await mark(platform, person, marks)
  const built = await buildStage(platform, 'person', null)
  expect(built).toMatchObject({
    status: 'succeeded',
    inputs: { 'marks/person': version },
    outputs: { release: 2 },
  })
  expect((await latestRelease(platform.ledger.db, 'person'))?.inputs).toMatchObject({
    'marks/person': version,
  })
  expect(await published()).toEqual([
    { key: KEYS[0], disputed: 'name,sex' },
    { key: KEYS[1], disputed: null },
  ])
  expect(await delivered()).toEqual({ kind: 'incremental', rows: [{ _disputed: 'name' }], counts: 1 })
  const traced = await traceRecord(platform, person, KEYS[0] ?? '')
  expect(traced.elements.filter(({ disputed }) => disputed).map(({ column }) => column)).toEqual([
    'name',
    'sex',
  ])
  expect(await buildStage(platform, 'person', null)).toMatchObject({ status: 'skipped' })
})

test('marks that are lifted leave nothing', async () => {
  await mark(platform, person, [])
  expect(await buildStage(platform, 'person', null)).toMatchObject({ status: 'succeeded' })
  expect(await published()).toEqual(KEYS.map((key) => ({ key, disputed: null })))
  expect(await delivered()).toEqual({ kind: 'incremental', rows: [{ _disputed: null }], counts: 1 })
})

test('a release whose files and log were both changed is found by what the audit log says of it', async () => {
  expect(await checkLake(platform)).toMatchObject({ faults: [], problems: [] })
  const table = platform.lake.table('base/person')
  const [file] = (await table.snapshot()).files
  if (!file) throw new Error('no file')
  const folder = join(platform.paths.lake, 'base/person')
  const other = join(folder, 'other.parquet')
  const rows = sql`select * from read_parquet([${sql.lit(join(folder, file.path))}], hive_partitioning = false) limit 0`
  await platform.engine.exec(sql`copy (${rows}) to ${sql.lit(other)} (format parquet, compression zstd)`)
  const digest = (await sha256File(other)).slice(0, 16)
  const before = /[0-9a-f]{16}(?=\.parquet$)/.exec(file.path)?.[0] ?? ''
  const path = file.path.replace(before, digest)
  await rename(other, join(folder, path))
  const { size } = await stat(join(folder, path))
  for (const name of await readdir(join(folder, '_delta_log'))) {
    const log = join(folder, '_delta_log', name)
    const lines = (await readFile(log, 'utf8')).split('\n').map((line) => {
      const own = line.includes(before)
      return own ? line.replaceAll(before, digest).replace(`"size":${file.size},`, `"size":${size},`) : line
    })
    await writeFile(log, lines.join('\n'))
  }
  const { engine, clock } = platform
  const changed = { ...platform, lake: await openLake({ root: platform.paths.lake, engine, clock }) }
  expect(await checkLake(changed)).toMatchObject({
    faults: [],
    problems: [{ code: 'pipelines.release_content', fields: { foundation: 'person' } }],
  })
})
