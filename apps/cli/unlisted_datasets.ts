import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { datasetSchema } from '../../catalog/dataset.ts'

/** A register that a file defines and the catalogue does not have. `file`: below the folder of datasets. */
export interface UnlistedDataset {
  dataset: string
  file: string
}

/** Registers defined below `folder` that no index lists: they would be read by nobody, without a word. */
export async function unlistedDatasets(catalogue: Catalogue, folder: string): Promise<UnlistedDataset[]> {
  const listed = new Set(catalogue.datasets.map(({ id }) => id))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test|\.d)\.[tj]s$/.test(file))
    .sort()
  const defined = await Promise.all(
    files.map(async (file) => {
      const module: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href)
      return Object.values(module).flatMap((value) => {
        const found = datasetSchema.safeParse(value)
        return found.success ? [{ dataset: found.data.id, file }] : []
      })
    }),
  )
  return defined.flat().filter(({ dataset }) => !listed.has(dataset))
}
