import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { geometryColumns } from '../../catalog/geometry_columns.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { helper } from '../normalise/level.ts'
import { trimmed } from '../normalise/text.ts'
import type { Examined } from './examine.ts'
import type { Received } from './examine_row.ts'
import type { GeometryField } from './field.ts'
import { bitOf } from './problems.ts'
import { limits } from './shape.ts'

/** Rows and bytes that are examined in one go. */
const BATCH = { rows: 2048, bytes: 16 * 1024 * 1024 }

export interface GeometryPass {
  /** The raw rows with the results: `<field>$wkb`, `<field>$problems` (bits), `<field>$repairs`, and the measures. */
  rows: Relation
  dispose(): Promise<void>
}

/**
 * Examines the geometries of raw rows outside the engine, in batches, and lays the results in a temporary table
 * beside them. Only the geometry and the fields that say more about it are read.
 * @param boundaries rows of `division` and `geometry`; without them no geometry is held against its division
 */
export async function examineGeometries(
  session: Session,
  raw: Relation,
  geometry: GeometryField,
  boundaries?: Relation,
): Promise<GeometryPass> {
  const [received, results] = [temporary('geometry_in'), temporary('geometry_out')]
  const dispose = async () => {
    for (const table of [received, results]) await session.exec(sql`drop table if exists ${table}`)
  }
  // Loaded where there is a geometry alone.
  const [{ readExtents }, { examineRow }] = [
    await import('./boundaries.ts'),
    await import('./examine_row.ts'),
  ]
  try {
    await session.exec(sql`create temp table ${received} as ${receivedRows(raw, geometry)}`)
    await session.exec(sql`create temp table ${results} as select * from ${noResults} where false`)
    const extents = boundaries && geometry.division ? await readExtents(session, boundaries) : undefined
    for (const batch of await batches(session, received)) {
      const rows = await session.rows<Received & { line: string }>(
        sql`select * exclude (size) from ${received} where rowid between ${sql.lit(batch.first)} and ${sql.lit(batch.last)}`,
      )
      const found = rows.map((row) => resultOf(row.line, examineRow(row, geometry, extents)))
      await session.exec(sql`insert into ${results} select r.line, from_hex(r.wkb), r.problems, r.repairs,
        ${sql.join(geometryColumns.map((name) => sql.ref(`r.${name}`)))}
        from (select unnest(from_json(${JSON.stringify(found)}, ${sql.lit(STRUCTURE)})) as r)`)
    }
    await session.exec(sql`drop table ${received}`)
    return { rows: joined(raw, results, geometry.field), dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

function temporary(name: string): Relation {
  return sql`${sql.id(`${name}_${randomUUID()}`)}`
}

/** Of a value beyond the limit only its size is kept. */
function receivedRows(raw: Relation, { field, crs, declaredArea, division }: GeometryField): Relation {
  const of = (id: string | undefined) => (id === undefined ? sql`null::varchar` : sql`${sql.id(id)}`)
  return sql`select _line::varchar as line, case when size <= ${sql.lit(limits.bytes)} then text end as text, size,
      crs, declared, division
    from (select _line, text, strlen(text) as size, crs, declared, division from (
      select _line, ${trimmed(sql`${sql.id(field)}`)} as text, ${of(crs?.id)} as crs,
        ${of(declaredArea?.id)} as declared, ${of(division?.id)} as division from ${raw}))
    where text is not null`
}

/** Ranges of row numbers. */
async function batches(session: Session, received: Relation): Promise<{ first: bigint; last: bigint }[]> {
  return session.rows(sql`select min(id)::bigint as first, max(id)::bigint as last from (
      select rowid as id, sum(least(size, ${sql.lit(limits.bytes)})) over (order by rowid rows unbounded preceding) as total
      from ${received})
    group by id // ${sql.lit(BATCH.rows)}, total // ${sql.lit(BATCH.bytes)} order by 1`)
}

const noResults = sql`(select 0::bigint as _line, ''::blob as wkb, 0::integer as problems, ''::varchar as repairs,
  ${sql.join(geometryColumns.map((name) => sql`0::double as ${sql.id(name)}`))})`
const STRUCTURE = JSON.stringify([
  {
    line: 'BIGINT',
    wkb: 'VARCHAR',
    problems: 'INTEGER',
    repairs: 'VARCHAR',
    ...Object.fromEntries(geometryColumns.map((name) => [name, 'DOUBLE'])),
  },
])

function resultOf(line: string, { problems: found, repairs, geometry }: Examined) {
  const [west, south, east, north] = geometry?.box ?? []
  const values = [geometry?.area, geometry?.length, west, south, east, north]
  return {
    line,
    wkb: geometry?.wkb.toString('hex'),
    problems: found.reduce((bits, each) => bits | bitOf(each), 0),
    repairs: repairs.length > 0 ? repairs.join(',') : undefined,
    ...Object.fromEntries(geometryColumns.map((name, at) => [name, values[at]])),
  }
}

/** The columns that the pass adds to the raw rows. */
export function examinedColumns(field: string): Expression[] {
  return [
    ...['wkb', 'problems', 'repairs'].map((name) => helper(field, name)),
    ...geometryColumns.map((name) => sql`${sql.id(name)}`),
  ]
}

function joined(raw: Relation, results: Relation, field: string): Relation {
  const found = ['wkb', 'problems', 'repairs'].map(
    (name) => sql`found.${sql.id(name)} as ${helper(field, name)}`,
  )
  const measured = geometryColumns.map((name) => sql`found.${sql.id(name)}`)
  return sql`(select raw.*, ${sql.join([...found, ...measured])}
    from ${raw} as raw left join ${results} as found on raw._line = found._line)`
}
