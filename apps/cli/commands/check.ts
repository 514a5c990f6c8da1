import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import { checkCatalogue } from '../../../catalog/check.ts'
import type { TextFields } from '../../../core/locale.ts'
import { catalogueChanges } from '../../../pipelines/catalogue_changes/index.ts'
import { checkConfig } from '../../../pipelines/config.ts'
import { checkDeliveries } from '../../../pipelines/deliveries.ts'
import { checkSchedules } from '../../../pipelines/update_cycles.ts'
import { checkExpressions } from '../../../quality/index.ts'
import { openEngine } from '../../../warehouse/engine/engine.ts'
import { type Deployment, deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { type DatasetFile, datasetFiles, placeOfRule, unlistedDatasets } from '../dataset_files.ts'
import { exit, type Io } from '../io.ts'
import { withLake } from '../wiring.ts'

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
    const told = found.map(({ place, ...finding }) => ({
      ...finding,
      message: `${place ? `${place} ` : ''}${io.text(finding.code, finding.fields)}`,
    }))
    io.answer({ ok: told.length === 0, findings: told })
    for (const { message } of told) io.say(`✗ ${message}`)
    io.say(
      told.length === 0
        ? io.text('check.ok', {
            datasets: catalogue.datasets.length,
            elements: catalogue.elements.length,
            deliveries: config.deliveries.length,
          })
        : io.text('check.findings', { count: told.length }),
    )
    return told.length === 0 ? exit.ok : exit.usage
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
