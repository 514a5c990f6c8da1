import { keepsHistory } from '../catalog/dataset.ts'
import { ITEMS } from '../governance/objections/rows/items.ts'
import { listReleases } from '../warehouse/ledger/releases.ts'
import { verifiesCodes } from '../warehouse/tables/foundations.ts'
import { topicsOf } from '../warehouse/topics/declared.ts'
import type { Platform } from './platform.ts'

export interface VacuumedTable {
  table: string
  removed: number
  bytes: number
}

/** Removes files that no version within the retention, and no kept release or its inputs, needs. */
export async function vacuumLake(platform: Platform): Promise<VacuumedTable[]> {
  const kept = await retainedVersions(platform)
  const { lakeHours } = platform.config.retention
  const vacuumed: VacuumedTable[] = []
  for (const name of tableNames(platform)) {
    const table = platform.lake.table(name)
    if (!(await table.exists())) continue
    const { removed, bytes } = await table.vacuum({
      retainHours: lakeHours,
      keepVersions: kept.get(name) ?? [],
    })
    vacuumed.push({ table: name, removed, bytes })
  }
  return vacuumed
}

/** Versions that the last releases consist of or were built from, by table. */
async function retainedVersions(platform: Platform): Promise<Map<string, number[]>> {
  const kept = new Map<string, number[]>()
  const keep = (table: string, version: number) => kept.set(table, [...(kept.get(table) ?? []), version])
  for (const foundation of platform.catalogue.foundations) {
    const releases = await listReleases(platform.ledger.db, foundation.id, platform.config.retention.releases)
    for (const release of releases) {
      for (const [table, version] of Object.entries(release.tables)) keep(table, version)
      for (const [input, version] of Object.entries(release.inputs)) keep(tableOfInput(input), version)
    }
  }
  for (const topic of topicsOf(platform)) {
    const releases = await listReleases(platform.ledger.db, topic.id, platform.config.retention.releases)
    for (const release of releases) {
      for (const [table, version] of Object.entries(release.tables)) keep(table, version)
    }
  }
  return kept
}

/** A release names the logs that it was built from by their datasets, other inputs by their tables. */
function tableOfInput(input: string): string {
  return input.includes('/') ? input : `std/${input}`
}

function tableNames(platform: Platform): string[] {
  const { catalogue } = platform
  const { datasets, foundations } = catalogue
  return [
    ...['raw', 'std', 'quarantine'].flatMap((layer) => datasets.map((dataset) => `${layer}/${dataset.id}`)),
    ...datasets.filter(keepsHistory).map((dataset) => `history/${dataset.id}`),
    ...foundations.filter((each) => verifiesCodes(catalogue, each)).map(({ id }) => `code_check/${id}`),
    ...['base', 'conflicts', 'marks'].flatMap((layer) =>
      foundations.map((foundation) => `${layer}/${foundation.id}`),
    ),
    ...topicsOf(platform).map((topic) => `topic/${topic.id}`),
    'quality/history',
    'quality/profiles',
    ITEMS,
  ]
}
