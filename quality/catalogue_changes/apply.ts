import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { codeOf, type ErrorCode, ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../../warehouse/engine/column.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { withTemporaryTables } from '../../warehouse/engine/temporary.ts'
import { byStem } from '../../warehouse/lake/transactions.ts'
import type { LakeTable } from '../../warehouse/lake/types.ts'
import { BUCKET, rawColumns, stdColumns } from '../../warehouse/tables/datasets.ts'
import { inPresentColumns, presentIn } from '../../warehouse/tables/present_columns.ts'
import type { Warehouse } from '../../warehouse/warehouse.ts'
import { type CatalogueChange, catalogueChange, readAgain, renamedIn, retypedIn } from './find.ts'

type Parts = Pick<Warehouse, 'lake' | 'catalogue' | 'engine'>

/**
 * Brings raw/<dataset> and std/<dataset> to the catalogue's fields, or makes them. New fields are columns that older
 * rows have NULL in; a renamed field's column gets the new name, and values of another type are read again from what
 * was received: either writes the table anew, as one version. Each table is compared by itself, so that a call after a
 * crash goes on where the last one ended.
 * @throws ShuyuanError `pipelines.field_removed`, `pipelines.field_required_anew`, `pipelines.type_not_changed`,
 * `pipelines.type_not_read`: nothing was changed
 */
export async function applyCatalogue(platform: Parts, dataset: Dataset): Promise<void> {
  const [refused] = (await catalogueChange(platform, dataset))?.refused ?? []
  if (refused) throw new ShuyuanError<ErrorCode>(codeOf(refused.code), refused.fields)
  const raw = platform.lake.table(`raw/${dataset.id}`)
  const std = platform.lake.table(`std/${dataset.id}`)
  await renameQuarantined(platform, dataset, std)
  await renameRaw(platform, dataset, raw)
  await raw.create(rawColumns(dataset), { evolve: 'add' })
  await rewriteStd(platform, dataset, std, raw)
  const columns = stdColumns(platform.catalogue, dataset)
  await std.create(columns, { partitionBy: [BUCKET.name], deletionVectors: true, evolve: 'add' })
}

async function renameRaw({ engine }: Parts, dataset: Dataset, table: LakeTable): Promise<void> {
  if (!(await table.exists())) return
  const snapshot = await table.snapshot()
  if (renamedIn(snapshot.schema, dataset).length === 0) return
  const want = rawColumns(dataset)
  // Readers find an extract's rows by the stem of its file.
  const parts = [...byStem(snapshot.files)].map(([name, files]) => {
    const rows = table.select(snapshot, { files })
    return { name, rows: sql`select * from ${inPresentColumns(rows, snapshot.schema, want, dataset)}` }
  })
  await table.rewrite(engine, want, { parts, readVersion: snapshot.version, operation: 'RENAME COLUMN' })
}

/** What was received of quarantined rows is JSON by field. The log is renamed last, so that it tells whether this is due. */
async function renameQuarantined({ lake, engine }: Parts, dataset: Dataset, std: LakeTable): Promise<void> {
  const table = lake.table(`quarantine/${dataset.id}`)
  if (!(await table.exists()) || !(await std.exists())) return
  const renamed = renamedIn((await std.snapshot()).schema, dataset)
  const snapshot = await table.snapshot()
  if (renamed.length === 0 || snapshot.files.length === 0) return
  const raw = renamed.reduce<Relation>(
    (json, { from, to }) =>
      sql`case when json_exists(${json}, ${sql.lit(`$.${from}`)}) then json_merge_patch(${json},
        json_object(${sql.lit(to)}, json_extract(${json}, ${sql.lit(`$.${from}`)}), ${sql.lit(from)}, null))::varchar else ${json} end`,
    sql`raw`,
  )
  const parts = [...byStem(snapshot.files)].map(([name, files]) => {
    const rows = table.select(snapshot, { files })
    return {
      name,
      rows: sql`select * replace (case when json_valid(raw) then ${raw} else raw end as raw) from ${rows}`,
    }
  })
  await table.rewrite(engine, snapshot.schema, {
    parts,
    readVersion: snapshot.version,
    operation: 'RENAME COLUMN',
  })
}

async function rewriteStd(
  platform: Parts,
  dataset: Dataset,
  table: LakeTable,
  raw: LakeTable,
): Promise<void> {
  if (!(await table.exists())) return
  const snapshot = await table.snapshot()
  const want = stdColumns(platform.catalogue, dataset)
  const retyped = retypedIn(snapshot.schema, dataset, want)
  if (renamedIn(snapshot.schema, dataset).length + retyped.length === 0) return
  await platform.engine.withSession((session) =>
    withTemporaryTables(session, 'retype', async (tables) => {
      const received = { table: raw, snapshot: await raw.snapshot() }
      const read =
        retyped.length > 0
          ? await tables.create('read', sql`from ${readAgain(platform, dataset, retyped, received)}`)
          : undefined
      const parts = [...byStem(snapshot.files)].map(([name, files]) => {
        const rows = table.select(snapshot, { files })
        return { name, rows: presentRows(dataset, rows, { have: snapshot.schema, want, retyped, read }) }
      })
      await table.rewrite(session, want, {
        ...{ parts, readVersion: snapshot.version, operation: 'CHANGE COLUMN' },
      })
    }),
  )
}

function presentRows(
  dataset: Dataset,
  rows: Relation,
  {
    have,
    want,
    retyped,
    read,
  }: {
    have: Column[]
    want: Column[]
    retyped: CatalogueChange['retyped']
    read: Expression | undefined
  },
): Relation {
  if (!read) return sql`select * from ${inPresentColumns(rows, have, want, dataset)}`
  const columns = want.map(({ name, type }) => {
    const column = presentIn(have, dataset, name)
    if (retyped.some(({ field }) => field === name)) return sql`r.${sql.id(name)} as ${sql.id(name)}`
    return column
      ? sql`s.${sql.id(column.name)} as ${sql.id(name)}`
      : sql`cast(null as ${sql.raw(type)}) as ${sql.id(name)}`
  })
  return sql`select ${sql.join(columns)} from ${rows} as s
    left join ${read} as r on s._extract = r._extract and s._line = r._line`
}
