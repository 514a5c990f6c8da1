import { stat } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { type ParquetReader, ROUNDED, TooLong, type UnreadableColumn } from './types.ts'

interface Column {
  name: string
  /** The engine's type. */
  type: string
  /** The file's own type. */
  physical: string | null
  /** Digits of a decimal. */
  precision: number | null
}

/** More digits than the engine's decimals hold: it reads them as floats. */
const MOST_DIGITS = 38

/** Reads Parquet extracts with the engine, for the file connector. Nothing of the text depends on the session's settings. */
export function parquetReader(session: Session): ParquetReader {
  return {
    async toCsv(path, csvPath, most) {
      const columns = await columnsOf(session, path)
      await refuseLong(session, path, columns, most)
      const isImpala = await writtenByImpala(session, path)
      const binary = await binaryColumns(session, path, columns)
      const asText = columns.map((column) => {
        const text = binary.has(column.name) ? sql`hex(${sql.id(column.name)})` : textOf(column, isImpala)
        return sql`${text} as ${sql.id(column.name)}`
      })
      const watch = watchSize(session, csvPath, most)
      const copied = session.exec(
        sql`copy (select ${sql.join(asText)} from ${read(path)}) to ${sql.lit(csvPath)}
          (format csv, header true, delimiter ',', quote '"', escape '"', nullstr '')`,
      )
      await copied.finally(() => clearInterval(watch))
      return columns.flatMap((column) => unreadable(column, binary))
    },
  }
}

/**
 * A dictionary says a long text once for a million rows: how long all of them are is known before any is written.
 * @throws Error
 */
async function refuseLong(session: Session, path: string, columns: Column[], most: number): Promise<void> {
  const texts = columns.filter(({ type }) => type === 'VARCHAR' || type === 'BLOB')
  if (texts.length === 0) return
  const lengths = texts.map(({ name, type }) => {
    const length = type === 'BLOB' ? sql`octet_length(${sql.id(name)})` : sql`strlen(${sql.id(name)})`
    return sql`coalesce(sum(${length})::double, 0)`
  })
  const [found] = await session.rows<{ bytes: number }>(
    sql`select ${sql.join(lengths, sql` + `)} as bytes from ${read(path)}`,
  )
  if ((found?.bytes ?? 0) > most) throw new TooLong()
}

const LOOK_MS = 100

/** Stops the running statement once the file that it writes is longer than `most`. */
function watchSize(session: Session, path: string, most: number): NodeJS.Timeout {
  return setInterval(() => {
    stat(path).then(
      ({ size }) => size > most && session.interrupt(),
      // It is not there yet.
      () => undefined,
    )
  }, LOOK_MS)
}

function read(path: string): Relation {
  return sql`read_parquet(${sql.lit(path)}, hive_partitioning = false)`
}

async function columnsOf(session: Session, path: string): Promise<Column[]> {
  const described = await session.rows<{ column_name: string; column_type: string }>(
    sql`describe select * from ${read(path)}`,
  )
  const schema = await session.rows<{
    type: string | null
    precision: bigint | null
    children: bigint | null
  }>(sql`select type, precision, num_children as children from parquet_schema(${sql.lit(path)})`)
  const fields = topLevel(schema)
  return described.map(({ column_name: name, column_type: type }, at) => {
    const { type: physical = null, precision = null } = fields[at] ?? {}
    return { name, type, physical, precision: precision === null ? null : Number(precision) }
  })
}

/** The schema is a tree written from its root downwards. */
function topLevel<Node extends { children: bigint | null }>(nodes: Node[]): Node[] {
  const found: Node[] = []
  for (let at = 1; at < nodes.length; ) {
    const node = nodes[at]
    if (node) found.push(node)
    for (let open = 1; open > 0 && at < nodes.length; at++) open += Number(nodes[at]?.children ?? 0) - 1
  }
  return found
}

/** Impala writes INT96 in local time; every other writer (Spark, Hive, Arrow) in UTC. */
async function writtenByImpala(session: Session, path: string): Promise<boolean> {
  const rows = await session.rows<{ created_by: string | null }>(
    sql`select created_by from parquet_file_metadata(${sql.lit(path)})`,
  )
  return /^impala/i.test(rows[0]?.created_by ?? '')
}

/** Impala and old Spark write text without saying that it is: bytes are text where all of them are. */
async function binaryColumns(session: Session, path: string, columns: Column[]): Promise<Set<string>> {
  const bytes = columns.filter(({ type }) => type === 'BLOB')
  if (bytes.length === 0) return new Set()
  const tests = bytes.map(({ name }, at) => {
    const text = sql`try(decode(${sql.id(name)}))`
    return sql`count(*) filter (where ${sql.id(name)} is not null and (${text} is null or contains(${text}, chr(0)))) > 0 as ${sql.id(`c${at}`)}`
  })
  const [found] = await session.rows<Record<string, boolean>>(
    sql`select ${sql.join(tests)} from ${read(path)}`,
  )
  return new Set(bytes.flatMap(({ name }, at) => (found?.[`c${at}`] ? [name] : [])))
}

function textOf({ name, type, physical }: Column, isImpala: boolean): Expression {
  const value = sql.id(name)
  if (physical === 'INT96') return isImpala ? sql`${value}::varchar` : sql`${value}::varchar || 'Z'`
  if (type === 'TIMESTAMP WITH TIME ZONE') return sql`(${value} at time zone 'UTC')::varchar || 'Z'`
  if (type === 'TIME WITH TIME ZONE') return sql`${value}::time::varchar`
  if (type === 'DOUBLE' || type === 'FLOAT') return floatText(value, type)
  if (type.startsWith('DECIMAL')) return sql`regexp_replace(${value}::varchar, '[.]0+$', '')`
  if (type === 'BLOB') return sql`decode(${value})`
  return isNested(type) ? sql`to_json(${value})::varchar` : sql`${value}::varchar`
}

/** A whole number without a point; one beyond what is exact in the float is marked. */
function floatText(value: Expression, type: 'DOUBLE' | 'FLOAT'): Expression {
  const exact = sql.lit(2 ** (type === 'DOUBLE' ? 53 : 24))
  return sql`case when not isfinite(${value}) then ${value}::varchar
    when abs(${value}) >= ${exact} then ${marked(ROUNDED)} || ${value}::varchar
    when ${value} = trunc(${value}) then ${value}::bigint::varchar else ${value}::varchar end`
}

/** The engine's literals have no NUL. */
function marked(text: string): Expression {
  return sql.join(
    text.split('\0').map((part) => sql.lit(part)),
    sql` || chr(0) || `,
  )
}

function unreadable({ name, type, precision }: Column, binary: Set<string>): UnreadableColumn[] {
  if (binary.has(name)) return [{ column: name, type: 'binary' }]
  if (type === 'INTERVAL') return [{ column: name, type: 'interval' }]
  if (type === 'DOUBLE' && (precision ?? 0) > MOST_DIGITS)
    return [{ column: name, type: `decimal(${precision})` }]
  return []
}

function isNested(type: string): boolean {
  return /^(STRUCT|MAP|UNION)|\[\d*\]$/.test(type)
}
