import { join } from 'node:path'
import { sql } from 'kysely'
import type { Dataset } from '../catalog/dataset.ts'
import type { Element } from '../catalog/element.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { columnOf, elementOf } from '../catalog/lookup.ts'
import type { DataPaths } from '../core/paths.ts'
import type { Settings } from '../core/settings.ts'
import { openReader, type Reader, type View } from '../warehouse/engine/reader.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { LakeTable, Snapshot } from '../warehouse/lake/types.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { attributesOf } from '../warehouse/tables/foundations.ts'
import { presentNames, withPresentFields } from '../warehouse/tables/present_columns.ts'
import { topicsOf } from '../warehouse/topics/declared.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { masked } from './masks.ts'

/** What a query reads, and where the files are. */
export interface Published extends Pick<Warehouse, 'catalogue' | 'lake' | 'ledger'> {
  settings: Pick<Settings, 'memoryLimit'>
  paths: Pick<DataPaths, 'lake' | 'spill'>
}

/**
 * A read-only DuckDB over what is published: `person`, `legal_entity` and the other foundations,
 * `conflicts.<foundation>`, every state of a register in `history.<dataset>` and the present ones in
 * `current.<dataset>`, `topic.<topic>`, all at the versions of the last releases; `std.<dataset>` (the log of row
 * versions), `quarantine.<dataset>`, `raw.<dataset>`, `quality.<table>` and `objections.items` at their last committed
 * versions. `masked`: values of elements of grade L3 and L4, and texts that may hold such, are masked.
 */
export async function openPublished(
  platform: Published,
  options: { masked?: boolean; seconds?: number } = {},
): Promise<Reader> {
  return openReader((names) => publishedViews(platform, names), {
    memoryLimit: platform.settings.memoryLimit,
    tempDirectory: platform.paths.spill,
    masked: options.masked ?? false,
    ...(options.seconds ? { seconds: options.seconds } : {}),
  })
}

/**
 * What a query may read now; `queryableTables` says what there may be.
 * @param names of the views, in small letters; without them all
 */
export async function publishedViews(platform: Published, names?: Names): Promise<View[]> {
  return [...(await releasedViews(platform, names)), ...(await layerViews(platform, names))]
}

type Names = ReadonlySet<string>

/** Whether the views of a table may be meant: they have its name, whatever their schemas. */
const isMeant = (table: string, names?: Names) => !names || names.has(table.split('/').at(-1) ?? '')

async function releasedViews(platform: Published, names?: Names): Promise<View[]> {
  const views: View[] = []
  for (const { id } of [...platform.catalogue.foundations, ...topicsOf(platform)]) {
    const release = await latestRelease(platform.ledger.db, id)
    for (const [name, version] of Object.entries(release?.tables ?? {})) {
      if (!isMeant(name, names)) continue
      const table = platform.lake.table(name)
      views.push(...viewsOf(platform, table, await table.snapshot({ version })))
    }
  }
  return views
}

/** `base/person` is `person`, `history/x` is `history.x` and, of its present states, `current.x`. */
function viewsOf(platform: Published, table: LakeTable, snapshot: Snapshot): View[] {
  const [layer = 'main', name = table.name] = table.name.split('/')
  const relation = withPresentNames(platform, table.name, table.select(snapshot))
  const files = filesOf(platform, table, snapshot)
  const columns = snapshot.schema.map((column) => column.name)
  const hidden = hiddenOf(platform, layer, name).filter(({ column }) => columns.includes(column))
  const view = { schema: layer === 'base' ? 'main' : layer, name, relation, files, hidden }
  if (layer !== 'history') return [view]
  const now = sql`(select * exclude (_valid_to) from ${relation} where _valid_to is null)`
  return [view, { ...view, schema: 'current', relation: now }]
}

/** Rows that name fields, with the names that those have now. */
function withPresentNames({ catalogue }: Published, table: string, rows: Relation): Relation {
  const [layer, name] = table.split('/')
  const dataset = catalogue.datasets.find(({ id }) => id === name)
  if (layer === 'quarantine' && dataset) return withPresentFields(dataset, rows)
  if (!NAMES_FIELDS.includes(table)) return rows
  const renamed = catalogue.datasets.filter(({ fields }) =>
    fields.some(({ formerly }) => formerly.length > 0),
  )
  if (renamed.length === 0) return rows
  const cases = renamed.map((each) => sql`when ${sql.lit(each.id)} then ${presentNames(each, sql`field`)}`)
  return sql`(select * replace (case dataset ${sql.join(cases, sql` `)} else field end as field) from ${rows})`
}

/** Tables of all registers with the name of a field in `field`. */
const NAMES_FIELDS = ['quality/history', 'quality/profiles', 'objections/items']

function filesOf(platform: Published, table: LakeTable, { files, deleted }: Snapshot): string[] {
  const paths = [...files.map(({ path }) => path), ...(deleted ? [deleted.path] : [])]
  return paths.map((path) => join(platform.paths.lake, table.name, path))
}

/** What the governance of quality keeps: counts, facts, scores, versions of rules, profiles, objections' rows. */
const governance = [
  ...['history', 'indicators', 'scores', 'rules', 'profiles'].map((name) => `quality/${name}`),
  'objections/items',
]

async function layerViews(platform: Published, names?: Names): Promise<View[]> {
  const layers = ['std', 'quarantine', 'raw'].flatMap((layer) =>
    platform.catalogue.datasets.map((dataset) => `${layer}/${dataset.id}`),
  )
  const views: View[] = []
  for (const name of [...layers, ...governance]) {
    if (!isMeant(name, names)) continue
    const table = platform.lake.table(name)
    if (await table.exists()) views.push(...viewsOf(platform, table, await table.snapshot()))
  }
  return views
}

type Hidden = NonNullable<View['hidden']>[number]

/** Columns that hold what somebody sent without it being known of which grade it is. */
const OPEN_TEXTS: Record<string, string[]> = {
  raw: ['_extra'],
  std: ['_repair'],
  history: ['_repair'],
  base: ['key_repair'],
  quarantine: ['key', 'raw'],
  conflicts: ['authority_value', 'copy_value'],
  code_check: ['other_code', 'first_name', 'second_name'],
  objections: ['key'],
  quality: ['value'],
}

function hiddenOf(platform: Published, layer: string, name: string): Hidden[] {
  const { catalogue } = platform
  const dataset = catalogue.datasets.find(({ id }) => id === name)
  const foundation = catalogue.foundations.find(({ id }) => id === name)
  const graded =
    ['raw', 'std', 'history'].includes(layer) && dataset ? ofDataset(platform, dataset, layer) : []
  const golden = foundation ? ofFoundation(platform, foundation, layer) : []
  const texts = (OPEN_TEXTS[layer] ?? []).map((column) => ({ column, masked: stars(column) }))
  return [...graded, ...golden, ...texts]
}

function ofDataset({ catalogue }: Published, dataset: Dataset, layer: string): Hidden[] {
  return dataset.fields.flatMap((field) =>
    hide(field.id, elementOf(catalogue, field.element), layer === 'raw'),
  )
}

function ofFoundation({ catalogue }: Published, foundation: Foundation, layer: string): Hidden[] {
  const key = hide(foundation.key, elementOf(catalogue, foundation.keyElement), false)
  if (layer !== 'base') return key
  return [
    ...key,
    ...attributesOf(catalogue, foundation).flatMap((each) => hide(columnOf(each.id), each, false)),
  ]
}

const TEXT_MASKS = ['citizenId', 'mobile', 'landline', 'name', 'address', 'email']

function hide(column: string, { grading, mask, type }: Element, asReceived: boolean): Hidden[] {
  if (grading === 'L1' || grading === 'L2') return []
  const isMasked = TEXT_MASKS.includes(mask) || (mask === 'year' && type === 'date' && !asReceived)
  // As text: a year is no quantity, which would be shown with its thousands apart.
  const shown = () => sql`${masked(mask, sql.id(column), new Uint8Array())}::varchar`
  return [{ column, masked: isMasked ? shown() : stars(column) }]
}

function stars(column: string): Relation {
  return sql`case when ${sql.id(column)} is not null then '***' end`
}
