import { sql } from 'kysely'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import type { Column } from '../../warehouse/engine/column.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { withTemporaryTables } from '../../warehouse/engine/temporary.ts'
import type { LakeTable, Snapshot } from '../../warehouse/lake/types.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { rawColumns, stdColumns } from '../../warehouse/tables/datasets.ts'
import { presentIn } from '../../warehouse/tables/present_columns.ts'
import type { Warehouse } from '../../warehouse/warehouse.ts'
import { normalised } from '../normalise/fields.ts'
import './locale.ts'

type Parts = Pick<Warehouse, 'lake' | 'catalogue' | 'engine'>

/** What the catalogue says of a register that its tables do not have yet. */
export interface CatalogueChange {
  dataset: string
  added: string[]
  renamed: { from: string; to: string }[]
  /** Fields whose values have another type now; `from` and `to` are types of the lake. */
  retyped: { field: string; from: string; to: string }[]
  /** What cannot be done, in words for a person; nothing is done then. */
  refused: CatalogueRefusal[]
}

export interface CatalogueRefusal extends Problem {
  code: `error.pipelines.${'field_removed' | 'field_required_anew' | 'type_not_changed' | 'type_not_read'}`
}

/**
 * Compares a dataset's tables with the catalogue, and says what would be done with them and what cannot be done; reads
 * rows only where a type changes. Undefined where nothing differs, or no table was made yet.
 */
export async function catalogueChange(
  platform: Parts,
  dataset: Dataset,
): Promise<CatalogueChange | undefined> {
  const std = await existing(platform, `std/${dataset.id}`)
  const raw = await existing(platform, `raw/${dataset.id}`)
  if (!std || !raw) return undefined
  const want = stdColumns(platform.catalogue, dataset)
  const change = {
    dataset: dataset.id,
    added: dataset.fields.map(({ id }) => id).filter((id) => !presentIn(std.snapshot.schema, dataset, id)),
    renamed: renamedIn(std.snapshot.schema, dataset),
    retyped: retypedIn(std.snapshot.schema, dataset, want),
  }
  const gone = [
    ...removedFrom(std.snapshot.schema, dataset, want),
    ...removedFrom(raw.snapshot.schema, dataset, rawColumns(dataset)),
  ]
  const isSame = change.added.length + change.renamed.length + change.retyped.length + gone.length === 0
  const isRawSame = rawColumns(dataset).every(({ name }) =>
    raw.snapshot.schema.some((each) => each.name === name),
  )
  if (isSame && isRawSame) return undefined
  const refused = [
    ...new Set(gone),
    ...change.added.filter((name) => std.snapshot.files.length > 0 && isRequired(dataset, name)),
  ].map((field) =>
    refusal(`error.pipelines.${gone.includes(field) ? 'field_removed' : 'field_required_anew'}`, dataset, {
      field,
    }),
  )
  return {
    ...change,
    refused: [...refused, ...(await unreadable(platform, dataset, change.retyped, std, raw))],
  }
}

/** What differs of these datasets, or of all. */
export async function catalogueChanges(platform: Parts, datasets?: string[]): Promise<CatalogueChange[]> {
  const changes: CatalogueChange[] = []
  for (const dataset of platform.catalogue.datasets) {
    if (datasets && !datasets.includes(dataset.id)) continue
    const change = await catalogueChange(platform, dataset)
    if (change) changes.push(change)
  }
  return changes
}

interface Found {
  table: LakeTable
  snapshot: Snapshot
}

async function existing({ lake }: Parts, name: string): Promise<Found | undefined> {
  const table = lake.table(name)
  return (await table.exists()) ? { table, snapshot: await table.snapshot() } : undefined
}

const isRequired = (dataset: Dataset, name: string) =>
  dataset.fields.some((field) => field.id === name && field.required)

/** Columns that a table has under the name that a field had before. */
export function renamedIn(have: Column[], dataset: Dataset): { from: string; to: string }[] {
  return dataset.fields.flatMap(({ id }) => {
    const column = presentIn(have, dataset, id)
    return column && column.name !== id ? [{ from: column.name, to: id }] : []
  })
}

/** Fields whose column has another type than the one wanted. */
export function retypedIn(have: Column[], dataset: Dataset, want: Column[]): CatalogueChange['retyped'] {
  return want.flatMap(({ name, type }) => {
    const column = presentIn(have, dataset, name)
    return column && column.type !== type ? [{ field: name, from: column.type, to: type }] : []
  })
}

function removedFrom(have: Column[], dataset: Dataset, want: Column[]): string[] {
  const kept = new Set(want.map(({ name }) => presentIn(have, dataset, name)?.name))
  return have.map(({ name }) => name).filter((name) => !kept.has(name))
}

/** Changes of type that cannot be done: of what identifies a record, of a geometry, or of values that cannot be read. */
async function unreadable(
  platform: Parts,
  dataset: Dataset,
  retyped: CatalogueChange['retyped'],
  std: Found,
  raw: Found,
): Promise<CatalogueRefusal[]> {
  if (retyped.length === 0 || std.snapshot.files.length === 0) return []
  const fixed = retyped.filter(
    ({ field, from, to }) => identityOf(dataset).includes(field) || [from, to].some(isMeasured),
  )
  if (fixed.length > 0) return fixed.map((each) => refusal('error.pipelines.type_not_changed', dataset, each))
  const counts = retyped.map(({ field }) => {
    const before = presentIn(std.snapshot.schema, dataset, field)?.name ?? field
    return sql`count(*) filter (s.${sql.id(before)} is not null and r.${sql.id(field)} is null)::double as ${sql.id(field)}`
  })
  const found = await platform.engine.withSession((session) =>
    withTemporaryTables(session, 'retype', async (tables) => {
      const read = await tables.create(
        'read',
        sql`select * from ${readAgain(platform, dataset, retyped, raw)}`,
      )
      const [row] = await session.rows<Record<string, number>>(
        sql`select ${sql.join(counts)} from ${std.table.select(std.snapshot)} as s
          left join ${read} as r on s._extract = r._extract and s._line = r._line where s._line > 0`,
      )
      return row
    }),
  )
  return retyped.flatMap((each) => {
    const rows = Number(found?.[each.field] ?? 0)
    return rows > 0 ? [refusal('error.pipelines.type_not_read', dataset, { ...each, rows })] : []
  })
}

const isMeasured = (type: string) => type === 'BLOB' || type === 'DOUBLE'

function refusal(
  code: CatalogueRefusal['code'],
  { id }: Dataset,
  fields: Problem['fields'],
): CatalogueRefusal {
  return { code, fields: { dataset: id, ...fields, severity: 'error' } }
}

/** The values of fields of another type, read from what was received as the catalogue reads them now. */
export function readAgain(
  { catalogue }: Pick<Warehouse, 'catalogue'>,
  dataset: Dataset,
  retyped: CatalogueChange['retyped'],
  raw: Found,
): Relation {
  const fields = dataset.fields.filter(({ id }) => retyped.some(({ field }) => field === id))
  const received = raw.table.select(raw.snapshot)
  const columns = fields.map(({ id }) => {
    const column = presentIn(raw.snapshot.schema, dataset, id)?.name ?? id
    return sql`${sql.id(column)} as ${sql.id(id)}`
  })
  const rows = sql`(select _extract, _line, _op, ${sql.join(columns)} from ${received})`
  const key = fields[0]?.id ?? dataset.key
  const read = normalised(catalogue, { ...dataset, key, fields }, rows)
  return sql`(select _extract, _line, ${sql.join(fields.map(({ id }) => sql.id(id)))} from ${read})`
}
