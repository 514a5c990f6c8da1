import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import type { Name } from '../../catalog/names.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { DISPUTED, disputedLabel } from '../disputed.ts'
import { tableColumns } from '../manifest.ts'
import { duckTypes } from '../masks.ts'
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

/** A DuckDB file of the city's, attached to the engine. One process may write it at a time. */
export async function openDuckdbTarget(session: Session, path: string): Promise<Applier> {
  const alias = `city_${randomUUID().replaceAll('-', '')}`
  const file = resolve(path)
  try {
    await session.exec(sql`ATTACH ${sql.lit(file)} AS ${sql.id(alias)}`)
  } catch (error) {
    throw new ShuyuanError('exchange.target_unreachable', { target: file, reason: codeOf(error) })
  }
  return {
    apply: (application, decide) => apply(application, alias, decide),
    close: () => session.exec(sql`DETACH ${sql.id(alias)}`),
  }
}

async function apply(application: Application, alias: string, decide: Decide) {
  const { session, manifest } = application
  await session.exec(sql`BEGIN TRANSACTION`)
  try {
    const control = sql.id(alias, 'main', CONTROL)
    await session.exec(sql`CREATE TABLE IF NOT EXISTS ${control} (request VARCHAR, sequence BIGINT, package VARCHAR,
      sha256 VARCHAR, kind VARCHAR, release BIGINT, table_rows BIGINT, applied_at TIMESTAMPTZ, shape VARCHAR,
      PRIMARY KEY (request, sequence))`)
    const memory = await remember(session, control, manifest.request, manifest.sequence)
    const again = decide(memory) === 'again'
    const applied =
      again && memory.same ? memory.same : await write(application, alias, control, memory.last?.shape)
    await session.exec(sql`COMMIT`)
    return { applied, again }
  } catch (error) {
    await session.exec(sql`ROLLBACK`).catch(() => undefined)
    throw error
  }
}

async function remember(
  session: Session,
  control: Expression,
  request: string,
  sequence: number,
): Promise<Memory> {
  const pick = async (where: Expression) => {
    const [row] = await session.rows<AppliedPackage & { sequence: bigint; tableRows: bigint }>(sql`
      SELECT sequence, package, sha256, table_rows AS "tableRows", applied_at AS "appliedAt", shape
      FROM ${control} WHERE request = ${request} AND ${where} ORDER BY sequence DESC LIMIT 1`)
    return row && { ...row, sequence: Number(row.sequence), tableRows: Number(row.tableRows) }
  }
  return { last: await pick(sql`true`), same: await pick(sql`sequence = ${sequence}`) }
}

async function write(
  application: Application,
  alias: string,
  control: Expression,
  shape: string | undefined,
): Promise<AppliedPackage> {
  const { session, manifest, sha256, at, folder } = application
  const table = sql.id(alias, 'main', manifest.request)
  const rows = rowsOf(folder, manifest)
  if (manifest.kind === 'full') await replace(application, table, rows, shape)
  else await merge(application, table, rows)
  const [count] = await session.rows<{ n: bigint }>(sql`SELECT count(*) AS n FROM ${table}`)
  const applied: AppliedPackage = {
    sequence: manifest.sequence,
    package: manifest.package,
    sha256,
    tableRows: Number(count?.n),
    appliedAt: at,
    shape: shapeOf(manifest),
  }
  await session.exec(sql`INSERT INTO ${control} VALUES (${manifest.request}, ${manifest.sequence}, ${manifest.package},
    ${sha256}, ${manifest.kind}, ${manifest.release}, ${applied.tableRows}, ${at}, ${applied.shape})`)
  return applied
}

/**
 * New content for the table, which gets the column `_disputed` if that is all it lacks. A table of that name which no
 * package made is never touched.
 */
async function replace(application: Application, table: Relation, rows: Relation, shape?: string) {
  const { session, manifest } = application
  const step = stepTo(manifest, shape)
  if (step === 'widen') await widen(application, table)
  if (step === 'remake') await session.exec(sql`DROP TABLE ${table}`)
  if (step === 'remake' || step === 'create') await create(application, table)
  else await session.exec(sql`DELETE FROM ${table}`)
  await session.exec(sql`INSERT INTO ${table} SELECT * FROM ${rows}`)
}

async function create({ session, manifest }: Application, table: Relation): Promise<void> {
  const columns = tableColumns(manifest).map(({ name, type }) => sql`${sql.ref(name)} ${duckTypes[type]}`)
  await session.exec(sql`CREATE TABLE ${table} (${sql.join(columns)})`)
  await session.exec(sql`COMMENT ON TABLE ${table} IS ${sql.lit(manifest.foundationName['zh-CN'])}`)
  for (const { name, label } of tableColumns(manifest)) await comment(session, table, name, label)
}

/** Before anything else: DuckDB refuses a table that was altered after its rows were changed. */
async function widen({ session }: Application, table: Relation): Promise<void> {
  await session.exec(sql`ALTER TABLE ${table} ADD COLUMN ${sql.ref(DISPUTED)} ${duckTypes.text}`)
  await comment(session, table, DISPUTED, disputedLabel)
}

async function comment(session: Session, table: Relation, name: string, label: Name) {
  await session.exec(sql`COMMENT ON COLUMN ${table}.${sql.ref(name)} IS ${sql.lit(label['zh-CN'])}`)
}

async function merge({ session, manifest }: Application, table: Relation, rows: Relation) {
  const key = sql.ref(manifest.key ?? '')
  const names = sql.join(tableColumns(manifest).map(({ name }) => sql.ref(name)))
  await session.exec(sql`DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${rows})`)
  await session.exec(
    sql`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${rows} WHERE ${sql.ref(CHANGE)} <> 'D'`,
  )
}

function codeOf(error: unknown): string {
  if (!(error instanceof ShuyuanError)) return 'unknown'
  return String(error.fields.detail ?? error.code).slice(0, 200)
}
