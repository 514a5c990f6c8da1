import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, StatementType } from '@duckdb/node-api'
import { sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { translate } from './errors.ts'
import type { Expression, Relation } from './relation.ts'
import { type ShownValue, shownValue } from './shown.ts'
import { openSpillFolder } from './spill.ts'
import { compile } from './sql.ts'
import { checkStatement, textsIn } from './statement.ts'

/** A relation that the reader shows: `schema.name`. */
export interface View {
  schema: string
  name: string
  relation: Relation
  /** The files that it reads: no other file can be opened. */
  files: string[]
  /** What stands in the place of columns that not everybody may read. */
  hidden?: { column: string; masked: Expression }[]
}

export interface Selected {
  columns: string[]
  rows: Record<string, unknown>[]
  /** The same rows as people read them (`shownValue`). */
  shown(): Record<string, ShownValue>[]
  /** True when rows beyond the limit were left out. */
  more: boolean
  /** Hidden columns that the statement read, as `table.column`: masked, unless the reader shows them. */
  hidden: string[]
}

/** A DuckDB that can only read the given views: no other file, no setting, no write. */
export interface Reader {
  /**
   * @throws ShuyuanError those of `checkStatement`, `engine.statement_invalid` with DuckDB's words,
   *   `engine.too_slow`
   */
  select(statement: string, limit: number): Promise<Selected>
  close(): void
}

export interface ReaderOptions {
  memoryLimit: string
  tempDirectory: string
  /** Hidden columns hold masked values. */
  masked: boolean
  /** After which a statement is stopped. */
  seconds?: number
}

const SECONDS = 600
const MOST_SPILL = '20GB'

/** The views of these names, in small letters; without names, all. */
export type ViewsOf = (names?: ReadonlySet<string>) => Promise<View[]>

/**
 * Opens a reader on `views`. Three guards, each enough by itself: the parsed statement may be one SELECT over the
 * views and nothing else (see statement.ts); no file but those of the views can be opened, nor an extension loaded;
 * the configuration is locked before the first statement runs. Views are made when a statement names them: those of
 * the first statement, and all where a later one names others.
 */
export async function openReader(views: View[] | ViewsOf, options: ReaderOptions): Promise<Reader> {
  const { memoryLimit, masked } = options
  const viewsOf = typeof views === 'function' ? views : among(views)
  const spill = openSpillFolder(options.tempDirectory)
  const first = await openDatabase(memoryLimit, spill.path)
  let whole: Database | undefined
  const databaseOf = async (tree: string) => {
    if (whole) return whole
    const named = await viewsOf(textsIn(tree))
    if (!first.isShown) await show(first, named, masked)
    if (named.every((view) => first.tables.has(idOf(view)))) return first
    const opened = await openDatabase(memoryLimit, spill.path)
    await show(opened, await viewsOf(), masked)
    whole = opened
    return opened
  }
  return {
    async select(statement, limit) {
      const tree = await parsed(first.connection, statement)
      const { connection, tables, functions } = await databaseOf(tree)
      const timer = setTimeout(() => connection.interrupt(), (options.seconds ?? SECONDS) * 1000)
      let slow = false
      timer.unref()
      const started = Date.now()
      try {
        const { hidden } = checkStatement(tree, { tables, functions, masked })
        const { columns, rows, shown } = await run(connection, statement, limit + 1)
        const given = { rows: rows.slice(0, limit), shown: () => shown().slice(0, limit) }
        return { columns, ...given, more: rows.length > limit, hidden }
      } catch (error) {
        const known = translate(error, { memoryLimit, tempDirectory: spill.path })
        slow = Date.now() - started >= (options.seconds ?? SECONDS) * 1000
        if (slow && known instanceof ShuyuanError && known.code === 'engine.interrupted')
          throw new ShuyuanError('engine.too_slow', { seconds: options.seconds ?? SECONDS })
        throw known
      } finally {
        clearTimeout(timer)
      }
    },
    close() {
      for (const database of [first, whole]) database?.close()
      spill.remove()
    },
  }
}

function among(views: View[]): ViewsOf {
  return async (names) => views.filter(({ name }) => !names || names.has(name.toLowerCase()))
}

/** A DuckDB that has views, once they are shown. */
interface Database {
  connection: DuckDBConnection
  tables: ReadonlyMap<string, readonly string[]>
  isShown: boolean
  functions: ReadonlySet<string>
  close(): void
}

async function openDatabase(memoryLimit: string, spill: string): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    temp_directory: spill,
    max_temp_directory_size: MOST_SPILL,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return { connection, tables: new Map(), isShown: false, functions: new Set(), close }
}

const idOf = ({ schema, name }: View) => (schema === 'main' ? name : `${schema}.${name}`)

/** Makes the views, and locks everything else. */
async function show(database: Database, views: View[], masked: boolean): Promise<void> {
  const { connection } = database
  await create(connection, views, masked)
  database.functions = await harmlessFunctions(connection)
  await lock(connection, views)
  database.tables = new Map(
    views.map((view) => [idOf(view), (view.hidden ?? []).map(({ column }) => column)]),
  )
  database.isShown = true
}

async function create(connection: DuckDBConnection, views: View[], masked: boolean): Promise<void> {
  const run = async (query: Relation) => void (await connection.run(compile(query).sql))
  await run(sql`set global TimeZone = 'Asia/Shanghai'`)
  for (const schema of new Set(views.map((view) => view.schema)))
    await run(sql`create schema if not exists ${sql.id(schema)}`)
  for (const view of views) {
    const hidden = masked ? (view.hidden ?? []) : []
    const columns = hidden.map((each) => sql`${each.masked} as ${sql.id(each.column)}`)
    const replace = columns.length > 0 ? sql` replace (${sql.join(columns)})` : sql``
    await run(sql`create view ${sql.id(view.schema, view.name)} as select *${replace} from ${view.relation}`)
  }
}

async function lock(connection: DuckDBConnection, views: View[]): Promise<void> {
  const files = sql.join(views.flatMap((view) => view.files).map((file) => sql.lit(file)))
  for (const query of [
    sql`set allowed_paths = [${files}]`,
    sql`set enable_external_access = false`,
    sql`set lock_configuration = true`,
  ])
    await connection.run(compile(query).sql)
}

/** Functions that the engine calls deterministic but that tell of it or of the machine, or act. */
const NOT_HARMLESS =
  /^(__|pg_|inet_|has_|enable_|disable_|verify_|json_serialize|json_deserialize|json_execute|show|force_|sleep|icu_collate)|^(getvariable|getenv|current_setting|current_query|nextval|currval|setseed|write_log|add_parquet_key|copy_database|import_database|database_list|database_size|storage_info|table_info|metadata_info|functions|collations|platform|user_agent|extension_versions|stats|all_profiling_output|parse_duckdb_log_message|in_search_path|get_block_size|error|version|query|query_table|vector_type|txid_current|obj_description|col_description|shobj_description|user|current_user|session_user|current_role)$/

/** What tells the time or a random number, and the functions of windows. */
const BESIDES = [
  ...['now', 'today', 'current_date', 'get_current_timestamp', 'get_current_time', 'transaction_timestamp'],
  ...['random', 'uuid', 'gen_random_uuid', 'age', 'count_star'],
  ...['row_number', 'rank', 'dense_rank', 'rank_dense', 'percent_rank', 'cume_dist', 'ntile'],
  ...['lead', 'lag', 'first_value', 'last_value', 'nth_value', 'first', 'last', 'fill'],
]

async function harmlessFunctions(connection: DuckDBConnection): Promise<Set<string>> {
  const reader = await connection.runAndReadAll(
    `select distinct lower(function_name) as name from duckdb_functions()
      where internal and (function_type = 'macro'
        or (function_type in ('scalar', 'aggregate') and coalesce(stability, 'CONSISTENT') = 'CONSISTENT'))`,
  )
  const names = reader.getRowObjectsJS().map(({ name }) => String(name))
  return new Set([...names.filter((name) => !NOT_HARMLESS.test(name)), ...BESIDES])
}

/** The tree of a statement; of anything but SELECT the engine gives none. */
async function parsed(connection: DuckDBConnection, statement: string): Promise<string> {
  const reader = await connection.runAndReadAll('select json_serialize_sql($1::varchar) as tree', [statement])
  return String(reader.getRowObjectsJS()[0]?.tree)
}

function shownRow(row: Record<string, DuckDBValue>): Record<string, ShownValue> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shownValue(value)]))
}

async function run(connection: DuckDBConnection, statement: string, rows: number) {
  const statements = await connection.extractStatements(statement)
  const prepared = statements.count === 1 ? await statements.prepare(0) : undefined
  if (prepared?.statementType !== StatementType.SELECT) throw new ShuyuanError('engine.not_a_select')
  const reader = await connection.streamAndReadUntil(statement, rows)
  return {
    columns: reader.deduplicatedColumnNames(),
    rows: reader.getRowObjectsJS(),
    shown: () => reader.getRowObjects().map(shownRow),
  }
}
