import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Name } from '../../catalog/names.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { textOf } from '../digest.ts'
import { DISPUTED, disputedLabel } from '../disputed.ts'
import { fileColumns, tableColumns } from '../manifest.ts'
import type { OutputType } from '../masks.ts'
import { CHANGE } from '../project.ts'
import { shapeOf, stepTo } from '../shape.ts'
import { rowsOf } from './source.ts'
import {
  type Application,
  type AppliedPackage,
  type Applier,
  CONTROL,
  type Decide,
  type Memory,
} from './target.ts'
import '../locale.ts'

type Db = Kysely<Record<string, never>>
type Tx = Transaction<Record<string, never>>

const TYPES: Record<OutputType, Expression> = {
  text: sql`text`,
  integer: sql`bigint`,
  year: sql`integer`,
  decimal: sql`numeric(18, 4)`,
  date: sql`date`,
  datetime: sql`timestamptz`,
  geometry: sql`bytea`,
}
const CONNECT_MS = 5000
const BATCH = 10_000
const INCOMING = 'shuyuan_incoming'

/** A PostgreSQL of the city's; tables go to the first schema of the user's search path. */
export function openPostgresTarget(url: string): Applier {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: CONNECT_MS })
  pool.on('error', () => undefined) // a broken idle connection shows at its next use
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  return {
    apply: (application, decide) =>
      guarded(url, () => db.transaction().execute((tx) => apply(application, tx, decide))),
    close: () => db.destroy(),
  }
}

async function apply(application: Application, tx: Tx, decide: Decide) {
  const { manifest } = application
  const control = sql.id(CONTROL)
  await sql`SELECT pg_advisory_xact_lock(hashtext(${CONTROL}), hashtext(${manifest.request}))`.execute(tx)
  await createControl(tx, control)
  const memory = await remember(tx, control, manifest.request, manifest.sequence)
  if (decide(memory) === 'again' && memory.same) return { applied: memory.same, again: true }
  return { applied: await write(application, tx, control, memory.last?.shape), again: false }
}

/** Two requests may arrive at once at an empty database: creating is serialised. */
async function createControl(tx: Tx, control: Expression): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext(${CONTROL}), 0)`.execute(tx)
  await sql`CREATE TABLE IF NOT EXISTS ${control} (request text, sequence bigint, package text NOT NULL,
    sha256 text NOT NULL, kind text NOT NULL, release bigint NOT NULL, table_rows bigint NOT NULL,
    applied_at timestamptz NOT NULL, shape text NOT NULL, PRIMARY KEY (request, sequence))`.execute(tx)
}

async function remember(tx: Tx, control: Expression, request: string, sequence: number): Promise<Memory> {
  const pick = async (where: Expression) => {
    const { rows } = await sql<AppliedPackage>`
      SELECT sequence, package, sha256, table_rows AS "tableRows", applied_at AS "appliedAt", shape
      FROM ${control} WHERE request = ${request} AND ${where} ORDER BY sequence DESC LIMIT 1`.execute(tx)
    const row = rows[0]
    return row && { ...row, sequence: Number(row.sequence), tableRows: Number(row.tableRows) }
  }
  return { last: await pick(sql`true`), same: await pick(sql`sequence = ${sequence}`) }
}

async function write(
  application: Application,
  tx: Tx,
  control: Expression,
  shape: string | undefined,
): Promise<AppliedPackage> {
  const { manifest, sha256, at } = application
  const table = sql.id(manifest.request)
  if (manifest.kind === 'full') await replace(application, tx, table, shape)
  else await merge(application, tx, table)
  const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM ${table}`.execute(tx)
  const applied: AppliedPackage = {
    sequence: manifest.sequence,
    package: manifest.package,
    sha256,
    tableRows: Number(rows[0]?.n),
    appliedAt: at,
    shape: shapeOf(manifest),
  }
  await sql`INSERT INTO ${control} VALUES (${manifest.request}, ${manifest.sequence}, ${manifest.package}, ${sha256},
    ${manifest.kind}, ${manifest.release}, ${applied.tableRows}, ${at}, ${applied.shape})`.execute(tx)
  return applied
}

/**
 * New content for the table; readers see the old or the new. Grants and views survive while the columns stay, and
 * the column `_disputed` that an older table lacks. A table of that name which no package made is never touched (42P07).
 */
async function replace(application: Application, tx: Tx, table: Relation, shape?: string): Promise<void> {
  const { manifest } = application
  const step = stepTo(manifest, shape)
  if (step === 'widen') await widen(tx, table)
  if (step === 'remake') await sql`DROP TABLE ${table}`.execute(tx)
  if (step === 'remake' || step === 'create') await create(application, tx, table)
  else await sql`DELETE FROM ${table}`.execute(tx)
  await load(application, tx, table, tableColumns(manifest))
}

async function create({ manifest }: Application, tx: Tx, table: Relation): Promise<void> {
  const columns = tableColumns(manifest).map(({ name, type }) => sql`${sql.ref(name)} ${TYPES[type]}`)
  const key = manifest.key ? sql`, PRIMARY KEY (${sql.ref(manifest.key)})` : sql``
  await sql`CREATE TABLE ${table} (${sql.join(columns)}${key})`.execute(tx)
  await sql`COMMENT ON TABLE ${table} IS ${sql.lit(manifest.foundationName['zh-CN'])}`.execute(tx)
  for (const { name, label } of tableColumns(manifest)) await comment(tx, table, name, label)
}

async function widen(tx: Tx, table: Relation): Promise<void> {
  await sql`ALTER TABLE ${table} ADD COLUMN ${sql.ref(DISPUTED)} ${TYPES.text}`.execute(tx)
  await comment(tx, table, DISPUTED, disputedLabel)
}

async function comment(tx: Tx, table: Relation, name: string, label: Name): Promise<void> {
  await sql`COMMENT ON COLUMN ${table}.${sql.ref(name)} IS ${sql.lit(label['zh-CN'])}`.execute(tx)
}

async function merge(application: Application, tx: Tx, table: Relation): Promise<void> {
  const { manifest } = application
  const columns = fileColumns(manifest)
  const incoming = sql.id(INCOMING)
  const typed = columns.map(({ name, type }) => sql`${sql.ref(name)} ${TYPES[type]}`)
  await sql`CREATE TEMPORARY TABLE ${incoming} (${sql.join(typed)}) ON COMMIT DROP`.execute(tx)
  await load(application, tx, incoming, columns)
  const key = sql.ref(manifest.key ?? '')
  const names = sql.join(tableColumns(manifest).map(({ name }) => sql.ref(name)))
  await sql`DELETE FROM ${table} t USING ${incoming} i WHERE t.${key} = i.${key}`.execute(tx)
  await sql`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${incoming} WHERE ${sql.ref(CHANGE)} <> 'D'`.execute(
    tx,
  )
}

/** Streams the package's rows in batches, one array a column. */
async function load(
  { session, folder, manifest }: Application,
  tx: Tx,
  table: Relation,
  columns: readonly { name: string; type: OutputType }[],
): Promise<void> {
  const texts = columns.map(({ name, type }) => sql`${asText(name, type)} AS ${sql.ref(name)}`)
  const names = columns.map(({ name }) => sql.ref(name))
  let batch: Record<string, string | null>[] = []
  const flush = async () => {
    if (batch.length === 0) return
    const arrays = columns.map(
      ({ name, type }) => sql`${batch.map((row) => row[name] ?? null)}::${TYPES[type]}[]`,
    )
    await sql`INSERT INTO ${table} (${sql.join(names)}) SELECT * FROM unnest(${sql.join(arrays)})`.execute(tx)
    batch = []
  }
  const rows = sql`SELECT ${sql.join(texts)} FROM ${rowsOf(folder, manifest)}`
  for await (const chunk of session.stream<Record<string, string | null>>(rows)) {
    batch.push(...chunk)
    if (batch.length >= BATCH) await flush()
  }
  await flush()
}

/** A value as PostgreSQL reads it. */
function asText(name: string, type: OutputType): Expression {
  return type === 'geometry' ? sql`'\\x' || ${textOf(name, type)}` : textOf(name, type)
}

/** Errors of the driver quote values: only their code passes. */
async function guarded<T>(url: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof ShuyuanError) throw error
    const code = (error as { code?: unknown }).code
    const server = serverOf(url)
    const transient = typeof code !== 'string' || /^(08|57|40|53)|^E[A-Z]+$/.test(code)
    const fields = { target: server, reason: typeof code === 'string' ? code : 'timeout' }
    throw new ShuyuanError(transient ? 'exchange.target_unreachable' : 'exchange.target_refused', fields)
  }
}

/** `host:port/database` of a connection string, without its user and password. */
function serverOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'postgres'
  }
}
