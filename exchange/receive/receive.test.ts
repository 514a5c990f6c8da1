import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Bench,
  changeRows,
  DAY,
  fullPackage,
  openBench,
  type Person,
  person,
  personRequest,
  personRows,
  RELEASED,
  testCatalogue,
} from '../../test/support/exchange.ts'
import { startTestDatabase, type TestDatabase } from '../../test/support/ledger.ts'
import { entitle } from '../entitle.ts'
import { incrementalRows } from '../incremental.ts'
import { cityKeys, type SigningKeys } from '../keys.ts'
import { type BuiltPackage, buildPackage } from '../package.ts'
import { projectFull } from '../project.ts'
import { verifyReceipt } from '../receipt.ts'
import type { RequestInput } from '../request.ts'
import { receivePackage } from './receive.ts'
import type { Target } from './target.ts'

let bench: Bench
let database: TestDatabase
let city: SigningKeys
let serial = 0
beforeAll(async () => {
  bench = await openBench()
  database = await startTestDatabase()
  city = await cityKeys(bench.path('city'))
})
afterAll(async () => {
  await database.drop()
  await bench.close()
})

type Row = Record<string, string | null>
const COLUMNS = [
  'citizen_id',
  'name',
  'birth_date',
  'household_division',
  'household_address',
  'contribution_base',
  'phone',
  '_disputed',
]
const byKey = (a: Row, b: Row) => String(a.citizen_id).localeCompare(String(b.citizen_id))

/** A target of its own for each use, and the text of its table. */
const targets = {
  duckdb: () => {
    const path = bench.path(`city-${serial}.duckdb`)
    return {
      target: { kind: 'duckdb', path } as Target,
      run: async (statement: string) => {
        await bench.engine.exec(sql`ATTACH ${sql.lit(path)} AS city`)
        const session = await bench.engine.session()
        try {
          await session.exec(sql`USE city`)
          await session.exec(sql.raw(statement))
        } finally {
          session.close()
          await bench.engine.exec(sql`DETACH city`)
        }
      },
      read: async (table: string) => {
        await bench.engine.exec(sql`ATTACH ${sql.lit(path)} AS reading (READ_ONLY)`)
        try {
          const texts = COLUMNS.map((name) => sql`CAST(${sql.ref(name)} AS VARCHAR) AS ${sql.ref(name)}`)
          return await bench.engine.rows<Row>(
            sql`SELECT ${sql.join(texts)} FROM ${sql.id('reading', 'main', table)}`,
          )
        } finally {
          await bench.engine.exec(sql`DETACH reading`)
        }
      },
    }
  },
  postgres: () => ({
    target: { kind: 'postgres', url: database.connectionString } as Target,
    run: (statement: string) => withClient(async (client) => void (await client.query(statement))),
    read: (table: string) =>
      withClient(async (client) => {
        const texts = COLUMNS.map((name) => `${name}::text`).join(', ')
        return (await client.query<Row>(`SELECT ${texts} FROM ${table}`)).rows
      }),
  }),
}

async function withClient<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** The platform's side: the golden table, its change feed, the packages sent. */
class Sender {
  readonly request: Partial<RequestInput>
  readonly outDir: string
  state = new Map<string, Person>()
  feed: (Person & { _change_type: string; _commit_version: number })[] = []
  version = 0
  sequence = 0
  previous: string | undefined

  constructor(request: Partial<RequestInput> = {}) {
    serial += 1
    this.request = { id: `request_${serial}`, ...request }
    this.outDir = bench.path('out', String(serial))
  }

  get table(): string {
    return String(this.request.id)
  }

  /** One commit: `next` replaces the record, null removes it. */
  commit(changes: [string, Person | null][]): void {
    this.version += 1
    for (const [key, next] of new Map(changes)) {
      const before = this.state.get(key)
      const note = (row: Person, type: string) =>
        this.feed.push({ ...row, _change_type: type, _commit_version: this.version })
      if (before) note(before, next ? 'update_preimage' : 'delete')
      if (next) note(next, before ? 'update_postimage' : 'insert')
      if (next) this.state.set(key, next)
      else this.state.delete(key)
    }
  }

  async send(kind: 'full' | 'incremental'): Promise<BuiltPackage> {
    this.sequence += 1
    const entitlement = entitle(testCatalogue, personRequest(this.request), DAY)
    const rows =
      kind === 'full'
        ? personRows([...this.state.values()].map((each) => ({ ...each })))
        : incrementalRows({ entitlement, key: 'citizen_id', changes: changeRows(this.feed) })
    const built = await buildPackage(bench.engine, {
      entitlement,
      rows,
      release: { foundation: 'person', number: this.sequence, createdAt: RELEASED },
      kind,
      sequence: this.sequence,
      previous: this.previous,
      keys: bench.keys,
      outDir: this.outDir,
    })
    this.previous = built.sha256
    this.feed = []
    return built
  }

  /** What the city must hold now. */
  async entitled(): Promise<Row[]> {
    const entitlement = entitle(testCatalogue, personRequest(this.request), DAY)
    const rows = personRows([...this.state.values()].map((each) => ({ ...each })))
    const view = projectFull(entitlement, rows, bench.keys.hashKeyFor('150100'))
    const texts = COLUMNS.map((name) => sql`CAST(${sql.ref(name)} AS VARCHAR) AS ${sql.ref(name)}`)
    return bench.engine.rows<Row>(sql`SELECT ${sql.join(texts)} FROM (${view})`)
  }
}

const receive = (path: string, target: Target) =>
  receivePackage(bench.engine, {
    package: path,
    target,
    platformKey: bench.keys.publicKey,
    keys: city,
    city: '150100',
  })

const keys = ['1', '2', '3', '4', '5', '6'].map((each) => `15010219000101001${each}`)
const anyPerson = (key: string) =>
  fc.record({
    citizen_id: fc.constant(key),
    name: fc.option(fc.constantFrom('张三', '张四', '巴特尔·孟和', '𠮷野', '')),
    birth_date: fc.option(fc.constantFrom('1988-01-02', '1988-03-04', '1990-01-01')),
    household_division: fc.option(fc.constantFrom('150102', '150103', '150104', '150202')),
    household_address: fc.option(
      fc.constantFrom('=1+1', "'x", 'a,"b"\nc', '', '-', '{a,b}', '\\', 'NULL', '\t'),
    ),
    phone: fc.option(fc.constantFrom('13800138000', '13800938000', '1')),
    contribution_base: fc.option(fc.constantFrom('0.0000', '-1.5000', '99999999999999.9999')),
    record_status: fc.constantFrom<Person['record_status']>('confirmed', 'confirmed', 'unconfirmed'),
    disputed: fc.constantFrom(null, null, '[name]', '[name,phone]', '[name,sex]', '[sex]'),
  })
const anyChange = fc
  .constantFrom(...keys)
  .chain((key) => fc.tuple(fc.constant(key), fc.option(anyPerson(key), { freq: 4 })))
const anyStep = fc.record({
  kind: fc.constantFrom<('full' | 'incremental')[]>('full', 'incremental', 'incremental', 'incremental'),
  commits: fc.array(fc.array(anyChange, { maxLength: 6 }), { maxLength: 3 }),
  again: fc.boolean(),
})

describe.each(['duckdb', 'postgres'] as const)('received into %s', (kind) => {
  test.each([['parquet', 'csv'], ['csv']] as const)(
    'any sequence equals the entitled view after each package (%s)',
    async (...format) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 4 }), async (steps) => {
          const sender = new Sender({ format: [...format] })
          const { target, read } = targets[kind]()
          for (const [at, step] of steps.entries()) {
            for (const commit of step.commits) sender.commit(commit)
            const built = await sender.send(at === 0 ? 'full' : step.kind)
            expect((await receive(built.path, target)).status).toBe('applied')
            if (step.again) expect((await receive(built.path, target)).status).toBe('again')
            const [got, wanted] = [await read(sender.table), await sender.entitled()]
            expect(got.sort(byKey)).toEqual(wanted.sort(byKey))
          }
        }),
        { numRuns: format.length === 1 ? 4 : 8 },
      )
    },
  )

  test('order: a gap says what to ask for, an old package is left, a full one closes the gap', async () => {
    const sender = new Sender()
    const { target } = targets[kind]()
    sender.commit([[keys[0] ?? '', person()]])
    const one = await sender.send('full')
    const sent: BuiltPackage[] = []
    for (const name of ['甲', '乙丙', '丁戊己']) {
      sender.commit([[keys[0] ?? '', person({ name })]])
      sent.push(await sender.send('incremental'))
    }
    const [two, three, four] = sent.map((each) => each.path)
    await expect(receive(two ?? '', target)).rejects.toMatchObject({
      code: 'exchange.gap',
      fields: { from: 1, to: 1 },
    })
    await receive(one.path, target)
    await expect(receive(four ?? '', target)).rejects.toMatchObject({
      code: 'exchange.gap',
      fields: { from: 2, to: 3, last: 1 },
    })
    await receive(two ?? '', target)
    await receive(three ?? '', target)
    const five = await sender.send('full')
    await receive(five.path, target)
    expect((await receive(two ?? '', target)).status).toBe('again')
    await expect(receive(four ?? '', target)).rejects.toMatchObject({ code: 'exchange.outdated' })
  })

  test('another package under an applied number, or upon another predecessor, is a conflict', async () => {
    const [mine, other] = [new Sender(), new Sender()]
    other.request.id = mine.request.id
    const { target } = targets[kind]()
    await receive((await mine.send('full')).path, target)
    other.commit([[keys[0] ?? '', person()]])
    await expect(receive((await other.send('full')).path, target)).rejects.toMatchObject({
      code: 'exchange.package_conflict',
    })
    other.commit([[keys[1] ?? '', person({ citizen_id: keys[1] })]])
    await expect(receive((await other.send('incremental')).path, target)).rejects.toMatchObject({
      code: 'exchange.package_conflict',
    })
  })

  test('changed fields need a full package, which gives the table its new columns', async () => {
    const sender = new Sender()
    const { target } = targets[kind]()
    await receive((await sender.send('full')).path, target)
    sender.commit([[keys[0] ?? '', person()]])
    sender.request.fields = [{ element: 'person.citizen_id', hash: true }, { element: 'person.sex' }]
    sender.request.fields = [{ element: 'person.citizen_id', hash: true }, { element: 'person.name' }]
    await expect(receive((await sender.send('incremental')).path, target)).rejects.toMatchObject({
      code: 'exchange.shape_differs',
    })
    const { receipt } = await receive((await sender.send('full')).path, target)
    expect(receipt).toMatchObject({ rows: 1, tableRows: 1, sequence: 3 })
  })

  test('a change of marks alone is an update, that of a column which the city does not have is none', async () => {
    const sender = new Sender()
    const { target, read } = targets[kind]()
    const marked = async (disputed: string | null) => {
      sender.commit([[keys[0] ?? '', person({ disputed })]])
      const { path, changes } = await sender.send(sender.sequence === 0 ? 'full' : 'incremental')
      await receive(path, target)
      return [changes.updated, ...(await read(sender.table)).map((row) => row._disputed)]
    }
    expect(await marked(null)).toEqual([0, null])
    expect(await marked('[name,sex]')).toEqual([1, 'name'])
    expect(await marked('[name]')).toEqual([0, 'name'])
    expect(await marked('[name,phone]')).toEqual([1, 'name,phone'])
    expect(await marked('[sex]')).toEqual([1, null])
    expect(await marked(null)).toEqual([0, null])
  })

  test('a table from before marks were sent gets the column, and keeps what the city built on it', async () => {
    const sender = new Sender()
    const { target, read, run } = targets[kind]()
    sender.commit([[keys[0] ?? '', person({ disputed: '[name]' })]])
    await receive((await sender.send('full')).path, target)
    await run(`alter table ${sender.table} drop column _disputed`)
    await run(
      `update shuyuan_packages set shape = replace(shape, ',["_disputed","text","none"]', '') where request = '${sender.table}'`,
    )
    await run(`create view names_${sender.table} as select name from ${sender.table}`)
    await receive((await sender.send('full')).path, target)
    expect(await read(sender.table)).toMatchObject([{ name: '巴*****', _disputed: 'name' }])
    sender.commit([[keys[0] ?? '', person({ name: '乌兰', disputed: '[name,phone]' })]])
    await receive((await sender.send('incremental')).path, target)
    expect(await read(sender.table)).toMatchObject([{ name: '乌*', _disputed: 'name,phone' }])
    await run(`select name from names_${sender.table}`)
  })

  test('a package received twice is applied once; the receipt is signed and in the folder', async () => {
    const sender = new Sender()
    const { target } = targets[kind]()
    sender.commit([[keys[0] ?? '', person()]])
    const { path } = await sender.send('full')
    const first = await receive(path, target)
    const second = await receive(path, target)
    expect([first.status, second.status]).toEqual(['applied', 'again'])
    expect(second.receipt).toEqual(first.receipt)
    const text = await readFile(join(path, 'receipt.json'), 'utf8')
    expect(verifyReceipt({ path, text }, city.keyId)).toEqual(first.receipt)
    expect(text).not.toContain(keys[0])
  })

  test('a package for another city touches nothing', async () => {
    const { path } = await new Sender().send('full')
    const { target } = targets[kind]()
    await expect(
      receivePackage(bench.engine, {
        package: path,
        target,
        platformKey: bench.keys.publicKey,
        keys: city,
        city: '150200',
      }),
    ).rejects.toMatchObject({ code: 'exchange.wrong_city' })
  })
})

describe('the city’s own tables', () => {
  test('PostgreSQL: a table of that name is never replaced; comments are Chinese; parallel requests', async () => {
    const sender = new Sender()
    await withClient((client) => client.query(`CREATE TABLE ${sender.table} (mine text)`))
    const { path } = await sender.send('full')
    const target = targets.postgres().target
    await expect(receive(path, target)).rejects.toMatchObject({
      code: 'exchange.target_refused',
      fields: { reason: '42P07' },
    })
    await withClient((client) => client.query(`DROP TABLE ${sender.table}`))
    const others = await Promise.all([1, 2, 3].map(() => new Sender().send('full')))
    const paths = [path, path, path, ...others.map((each) => each.path)]
    const statuses = await Promise.all(
      paths.map(async (each) => {
        const session = await bench.engine.session()
        const parties = { platformKey: bench.keys.publicKey, keys: city }
        const received = receivePackage(session, { package: each, target, ...parties })
        return (await received.finally(() => session.close())).status
      }),
    )
    expect(statuses.filter((status) => status === 'again')).toHaveLength(2)
    const comments = await withClient((client) =>
      client.query(
        `SELECT col_description('${sender.table}'::regclass, 1) AS c, obj_description('${sender.table}'::regclass) AS t`,
      ),
    )
    expect(comments.rows[0]).toEqual({ c: '公民身份号码', t: '自然人基础库' })
  })

  test('DuckDB: a table of that name is never replaced, a failed package leaves nothing', async () => {
    const sender = new Sender()
    const path = bench.path(`own-${serial}.duckdb`)
    await bench.engine.exec(sql`ATTACH ${sql.lit(path)} AS own`)
    await bench.engine.exec(sql`CREATE TABLE own.main.${sql.id(sender.table)} AS SELECT 1 AS mine`)
    await bench.engine.exec(sql`DETACH own`)
    const built = await sender.send('full')
    await expect(receive(built.path, { kind: 'duckdb', path })).rejects.toMatchObject({
      name: 'ShuyuanError',
    })
    await bench.engine.exec(sql`ATTACH ${sql.lit(path)} AS own (READ_ONLY)`)
    expect(
      await bench.engine.rows(sql`SELECT table_name AS t FROM duckdb_tables() WHERE database_name = 'own'`),
    ).toEqual([{ t: sender.table }])
    await bench.engine.exec(sql`DETACH own`)
  })

  test('unreachable targets are one clear error', async () => {
    const { path } = await fullPackage(bench, [person()], { outDir: bench.path('u') })
    await expect(
      receive(path, { kind: 'postgres', url: 'postgres://u:secret@127.0.0.1:1/x' }),
    ).rejects.toSatisfy(
      (error: Error & { code: string }) =>
        error.code === 'exchange.target_unreachable' && !error.message.includes('secret'),
    )
    await mkdir(bench.path('folder.duckdb'))
    await expect(receive(path, { kind: 'duckdb', path: bench.path('folder.duckdb') })).rejects.toMatchObject({
      code: 'exchange.target_unreachable',
    })
    await cp(path, bench.path('copied'), { recursive: true })
    await rm(bench.path('copied'), { recursive: true })
  })
})
