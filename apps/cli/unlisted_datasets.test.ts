import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { unlistedDatasets } from './unlisted_datasets.ts'

const folder = join(import.meta.dirname, '../../catalog/datasets')

it('names the registers that a file defines and no index lists, with their files', async () => {
  expect(await unlistedDatasets(catalogue, folder)).toEqual([])
  const datasets = catalogue.datasets.filter(({ id }) => id !== 'vaccinations' && id !== 'wetlands')
  expect(await unlistedDatasets({ ...catalogue, datasets }, folder)).toEqual([
    { dataset: 'wetlands', file: 'geography/wetlands.ts' },
    { dataset: 'vaccinations', file: 'person/vaccinations.ts' },
  ])
})
