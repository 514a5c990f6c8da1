import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { datasetSchema } from '../../catalog/dataset.ts'

/** Where a register is defined. `file`: below the folder of datasets. */
export interface DatasetFile {
  dataset: string
  file: string
}

/** The registers that the files below `folder` define. */
export async function datasetFiles(folder: string): Promise<DatasetFile[]> {
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
  return defined.flat()
}

/** Registers that no index lists: they would be read by nobody, without a word. */
export function unlistedDatasets(catalogue: Catalogue, files: DatasetFile[]): DatasetFile[] {
  const listed = new Set(catalogue.datasets.map(({ id }) => id))
  return files.filter(({ dataset }) => !listed.has(dataset))
}

/** `person/vocational_training.ts:51` of a rule with an id of its own; the file alone where it is not found there. */
export function placeOfRule(folder: string, files: DatasetFile[], rule: string): string {
  const file = files.find(({ dataset }) => rule.startsWith(`${dataset}.`))
  if (!file) return ''
  const own = rule.slice(rule.lastIndexOf('.') + 1)
  const lines = readFileSync(join(folder, file.file), 'utf8').split('\n')
  const line = lines.findIndex((text) => /\bid\s*:/.test(text) && text.includes(`'${own}'`))
  return line < 0 ? file.file : `${file.file}:${line + 1}`
}
