import type { Dataset } from '../../../catalog/dataset.ts'
import { applyCatalogue } from '../../../quality/catalogue_changes/apply.ts'
import { quarantineColumns } from '../../../warehouse/tables/datasets.ts'
import { historyColumns } from '../../../warehouse/tables/quality.ts'
import type { Platform } from '../../platform.ts'

/** Makes the lake tables of a dataset where they do not exist yet, and brings those that do to the catalogue. */
export async function createDatasetTables(
  platform: Pick<Platform, 'lake' | 'catalogue' | 'engine'>,
  dataset: Dataset,
): Promise<void> {
  const { lake } = platform
  await applyCatalogue(platform, dataset)
  await lake.table(`quarantine/${dataset.id}`).create(quarantineColumns(), { evolve: 'add' })
  await lake.table('quality/history').create(historyColumns(), { evolve: 'add' })
}
