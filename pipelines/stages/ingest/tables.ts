import type { Dataset } from '../../../catalog/dataset.ts'
import {
  historyColumns,
  quarantineColumns,
  rawColumns,
  stdColumns,
} from '../../../warehouse/foundations/index.ts'
import type { Platform } from '../../platform.ts'

/** Makes the lake tables of a dataset where they do not exist yet. */
export async function createDatasetTables(
  platform: Pick<Platform, 'lake' | 'catalogue'>,
  dataset: Dataset,
): Promise<void> {
  const { lake, catalogue } = platform
  await lake.table(`raw/${dataset.id}`).create(rawColumns(dataset))
  await lake.table(`std/${dataset.id}`).create(stdColumns(catalogue, dataset), { partitionBy: ['bucket'] })
  await lake.table(`quarantine/${dataset.id}`).create(quarantineColumns(), { evolve: 'add' })
  await lake.table('quality/history').create(historyColumns(), { evolve: 'add' })
}
