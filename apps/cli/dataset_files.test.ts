import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetFiles, placeOfRule, unlistedDatasets } from './dataset_files.ts'

const folder = join(import.meta.dirname, '../../catalog/datasets')

it('names the registers that a file defines and no index lists, with their files', () => {
  const files = datasetFiles(folder)
  expect(files.map(({ dataset }) => dataset).sort()).toEqual(catalogue.datasets.map(({ id }) => id).sort())
  expect(unlistedDatasets(catalogue, files)).toEqual([])
  const datasets = catalogue.datasets.filter(({ id }) => id !== 'vaccinations' && id !== 'wetlands')
  expect(unlistedDatasets({ ...catalogue, datasets }, files)).toEqual([
    { dataset: 'wetlands', file: 'geography/wetlands.ts' },
    { dataset: 'vaccinations', file: 'person/vaccinations.ts' },
  ])
})

it('names the line of a rule with an id of its own', () => {
  const files = datasetFiles(folder)
  const place = placeOfRule(folder, files, 'vocational_training.hours.custom.hours_beyond_days')
  const [file, line] = place.split(':')
  expect(file).toBe('person/vocational_training.ts')
  const text = readFileSync(join(folder, 'person/vocational_training.ts'), 'utf8').split('\n')[
    Number(line) - 1
  ]
  expect(text).toContain('hours_beyond_days')
  expect(placeOfRule(folder, files, 'vocational_training.none')).toBe('person/vocational_training.ts')
  expect(placeOfRule(folder, files, 'nowhere.none')).toBe('')
})
