import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { RegisterLake } from '../../warehouse/resolve/key_register.ts'
import { liveRows } from '../../warehouse/resolve/log.ts'

/** The register of the divisions' boundaries, and its fields. */
const REGISTER = 'division_boundaries'

/** The register of boundaries, where the rules of `dataset` hold its geometries against them. */
export function boundaryRegisterOf(catalogue: Catalogue, dataset: Dataset): Dataset | undefined {
  const named = dataset.rules.some((rule) => rule.kind === 'geometry' && rule.division !== undefined)
  if (!named || dataset.id === REGISTER) return undefined
  return catalogue.datasets.find((each) => each.id === REGISTER)
}

/**
 * The boundaries of divisions that the geometries of `dataset` are held against, as rows of `division` and
 * `geometry`; undefined where its rules name no division, or none have come yet.
 */
export async function boundariesFor(platform: RegisterLake, dataset: Dataset): Promise<Relation | undefined> {
  const register = boundaryRegisterOf(platform.catalogue, dataset)
  if (!register) return undefined
  const geometry = fieldOf(platform, register, 'geometry')
  const division = fieldOf(platform, register, 'division')
  const table = platform.lake.table(`std/${REGISTER}`)
  if (!geometry || !division || !(await table.exists())) return undefined
  const live = liveRows(register, table.select(await table.snapshot()))
  return sql`(select ${sql.id(division)} as division, ${sql.id(geometry)} as geometry from ${live})`
}

function fieldOf({ catalogue }: RegisterLake, register: Dataset, type: string): string | undefined {
  const ids = new Set(catalogue.elements.filter((each) => each.type === type).map((each) => each.id))
  return register.fields.find((field) => ids.has(field.element))?.id
}
