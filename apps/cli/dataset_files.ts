import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue } from '../../catalog/catalogue.ts'

/** Where a register is defined. `file`: below the folder of datasets. */
export interface DatasetFile {
  dataset: string
  file: string
}

/** The registers that the files below `folder` define, by their text; none where there is no such folder. */
export function datasetFiles(folder: string): DatasetFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test|\.d)\.m?[tj]s$/.test(file))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return [...text.matchAll(DEFINITION)].map(([, dataset = '']) => ({ dataset, file }))
    })
}

/** The id comes first, or as the first argument of what gives a register's usual parts. */
const DEFINITION = /\bdefineDataset\(\s*\{\s*(?:id:|\.\.\.\w+\()\s*['"](\w+)['"]/g

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
