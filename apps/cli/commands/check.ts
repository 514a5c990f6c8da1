import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import { checkCatalogue } from '../../../catalog/check.ts'
import { defineTexts, type TextFields } from '../../../core/locale.ts'

import { checkConfig } from '../../../pipelines/config.ts'
import { checkDeliveries } from '../../../pipelines/deliveries.ts'
import { checkSchedules } from '../../../pipelines/update_cycles.ts'
import { catalogueChanges } from '../../../quality/catalogue_changes/find.ts'
import { checkExpressions } from '../../../quality/expressions/compile.ts'
import { openEngine } from '../../../warehouse/engine/engine.ts'
import { type Deployment, deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { type DatasetFile, datasetFiles, placeOfRule, unlistedDatasets } from '../dataset_files.ts'
import { exit, type Io } from '../io.ts'
import { withLake } from '../wiring.ts'

defineTexts({
  'check.unlisted_dataset': {
    'zh-CN':
      '数据集 {dataset} 写在 catalog/datasets/{file}，但没有列入该目录的 index.ts，平台不会读取它。请列入，或删除该文件。',
    en: 'Dataset {dataset} is defined in catalog/datasets/{file} but no index.ts lists it: the platform does not read it. List it, or delete the file.',
  },
  'check.ok': {
    'zh-CN': '目录与配置一致：{datasets} 个数据集、{elements} 个数据元、{deliveries} 项交付。',
    en: 'Catalogue and configuration are consistent: {datasets} datasets, {elements} data elements, {deliveries} deliveries.',
  },
  'check.findings': {
    'zh-CN': '共 {count} 处问题，请改正后重试；未做任何更改。',
    en: '{count} problems. Correct them and try again; nothing was changed.',
  },
})

interface Finding {
  code: string
  fields: TextFields
  /** File and line, where they are known. */
  place?: string
}

/** Proves the catalogue and the configuration, and that the data there can follow the catalogue; opens no server. */
export const check = command({
  usage: 'check',
  words: {
    'zh-CN': '检查目录与 jobs.config.ts 是否一致',
    en: 'prove the catalogue and jobs.config.ts consistent',
  },
  async run(io) {
    const deployment = await deploymentOf(io.settings)
    const { catalogue, config } = deployment
    const found = await findings(io, deployment)
    const described = found.map(({ place, ...finding }) => ({
      ...finding,
      message: `${place ? `${place} ` : ''}${io.text(finding.code, finding.fields)}`,
    }))
    io.answer({ ok: described.length === 0, findings: described })
    for (const { message } of described) io.say(`✗ ${message}`)
    io.say(
      described.length === 0
        ? io.text('check.ok', {
            datasets: catalogue.datasets.length,
            elements: catalogue.elements.length,
            deliveries: config.deliveries.length,
          })
        : io.text('check.findings', { count: described.length }),
    )
    return described.length === 0 ? exit.ok : exit.usage
  },
})

async function findings(io: Io, { catalogue, config, folder: root }: Deployment): Promise<Finding[]> {
  const folder = join(root, 'catalog')
  const files = datasetFiles(folder)
  const ofCatalogue: Finding[] = [
    ...checkCatalogue(catalogue),
    ...unlistedDatasets(catalogue, files).map((fields) => ({
      code: 'check.unlisted_dataset',
      fields: { ...fields },
    })),
  ]
  // A rule on a field that is not there is told by the catalogue's own check; its expressions need a sound catalogue.
  const ofRules = ofCatalogue.length === 0 ? await refusedExpressions(catalogue, folder, files) : []
  const changes = (await withLake(io.settings, (parts) => catalogueChanges(parts))) ?? []
  return [
    ...ofCatalogue,
    ...ofRules,
    ...checkConfig(config, catalogue),
    ...checkSchedules(config, catalogue),
    ...checkDeliveries(config, catalogue, new Date(), io.locale),
    ...changes.flatMap((change) => change.refused),
  ]
}

async function refusedExpressions(
  catalogue: Catalogue,
  folder: string,
  files: DatasetFile[],
): Promise<Finding[]> {
  const spill = await mkdtemp(join(tmpdir(), 'shuyuan-check-'))
  const engine = await openEngine({ tempDirectory: spill, threads: 1 })
  try {
    const errors = await checkExpressions(engine, catalogue)
    return errors.map(({ code, fields }) => ({
      code: `error.${code}`,
      fields: { ...fields },
      place: placeOfRule(folder, files, String(fields.rule)),
    }))
  } finally {
    engine.close()
    await rm(spill, { recursive: true, force: true })
  }
}
