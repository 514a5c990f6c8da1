import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { currentDivisionCodes } from '../../catalog/divisions.ts'
import type { Element } from '../../catalog/element.ts'
import { datasetOf, elementOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { masked } from '../../exchange/masks.ts'
import { writtenDay } from '../../quality/profile/kinds.ts'
import type { ProfiledField, ProfileInput } from '../../quality/profile/model.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Platform } from '../platform.ts'

/** `raw`: what was received, as text. `std`: what was accepted, normalised. */
export const layers = ['raw', 'std'] as const
export type Layer = (typeof layers)[number]

export interface ProfileRequest {
  dataset: Dataset
  layer: Layer
  /** One extract only. Not given: the last one of raw, all of std. */
  extract?: number | undefined
  /** One field only. */
  field?: string | undefined
}

/**
 * The rows that a profile reads, and how each field is to be shown.
 * @throws ShuyuanError `pipelines.nothing_to_profile`, `catalog.unknown_field`
 */
export async function profileInput(
  platform: Platform,
  request: ProfileRequest,
): Promise<{ input: ProfileInput; extract: number | null; oneExtract: boolean }> {
  const { dataset, layer } = request
  const table = platform.lake.table(`${layer}/${dataset.id}`)
  const nothing = () =>
    new ShuyuanError('pipelines.nothing_to_profile', { dataset: dataset.id, extract: request.extract ?? '-' })
  if (!(await table.exists())) throw nothing()
  const rows = table.select(await table.snapshot())
  const stated = layer === 'std' ? sql`_op in ('I', 'U')` : sql`true`
  const [found] = await platform.engine.rows<{ last: number | null; extracts: number }>(
    sql`select max(_extract)::integer as last, count(distinct _extract)::integer as extracts from ${rows} where ${stated}`,
  )
  const extract = request.extract ?? (layer === 'raw' ? (found?.last ?? undefined) : undefined)
  if (found?.last === null || found?.last === undefined) throw nothing()
  const chosen = extract === undefined ? sql`true` : sql`_extract = ${sql.lit(extract)}`
  const fields = fieldsOf(platform.catalogue, request)
  const days = layer === 'std' ? fields.filter(({ type }) => type === 'date').map(({ id }) => id) : []
  return {
    input: {
      rows: sql`(select * from ${rows} where ${stated} and ${chosen})`,
      fields,
      identity: request.field === undefined ? identityOf(dataset) : [],
      datePairs: pairsOf(days.slice(0, MOST_DAYS)),
    },
    extract: extract ?? null,
    oneExtract: extract !== undefined || found.extracts === 1,
  }
}

/** Fields with days that are compared with each other. */
const MOST_DAYS = 6

function pairsOf(fields: string[]): [string, string][] {
  return fields.flatMap((one, at) => fields.slice(at + 1).map((other): [string, string] => [one, other]))
}

function fieldsOf(catalogue: Catalogue, { dataset, field }: ProfileRequest): ProfiledField[] {
  const wanted = dataset.fields.filter(({ id }) => field === undefined || id === field)
  if (wanted.length === 0) {
    const known = dataset.fields.map(({ id }) => id).join(', ')
    throw new ShuyuanError('catalog.unknown_field', { id: field ?? '', known })
  }
  return wanted.map(({ id, element: of, mapping }) => {
    const element = elementOf(catalogue, of)
    const codes = codesOf(catalogue, element.codeTable, element.type)
    return {
      ...{ id, type: element.type, ...showOf(element) },
      ...(codes ? { codes: [...codes, ...Object.keys(mapping ?? {})] } : {}),
    }
  })
}

function codesOf(catalogue: Catalogue, table: string | undefined, type: string): string[] | undefined {
  if (type === 'division') return currentDivisionCodes
  const found = catalogue.codeTables.find(({ id }) => id === table)
  return found && Object.keys(found.codes)
}

/** For each field of identifiers the registers that confirm what has that identifier, and their keys. */
export async function referencesOf(platform: Platform, dataset: Dataset) {
  const { catalogue } = platform
  const found: { field: string; datasets: string[]; keys: Relation }[] = []
  for (const field of dataset.fields) {
    const foundation = catalogue.foundations.find(({ keyElement }) => keyElement === field.element)
    const datasets = (foundation?.confirmedBy ?? []).filter((id) => id !== dataset.id)
    if (datasets.length === 0 || foundation?.confirmedBy.includes(dataset.id)) continue
    const keys: Relation[] = []
    for (const id of datasets) {
      const table = platform.lake.table(`std/${id}`)
      if (!(await table.exists())) continue
      const { key } = datasetOf(catalogue, id)
      keys.push(sql`select ${sql.id(key)} as key from ${table.select(await table.snapshot())}`)
    }
    if (keys.length === datasets.length)
      found.push({ field: field.id, datasets, keys: sql`(${sql.join(keys, sql` union all `)})` })
  }
  return found
}

/**
 * How a profile shows the values of an element: L1 and L2 as they are, L3 and L4 under the element's mask, and not at
 * all where the mask leaves nothing readable.
 */
function showOf({ grading, mask }: Element): Pick<ProfiledField, 'show'> {
  if (grading === 'L1' || grading === 'L2') return {}
  if (mask === 'none' || mask === 'drop' || mask === 'hash') return { show: null }
  if (mask === 'year') return { show: (value: Expression) => sql`year(${writtenDay(value)})` }
  return { show: (value: Expression) => masked(mask, value, NO_KEY) }
}

/** Masks other than `hash` use no key. */
const NO_KEY = new Uint8Array(32)
