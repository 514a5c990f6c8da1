import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalogue } from '../../../catalog/catalogue.ts'
import { checkCatalogue } from '../../../catalog/check.ts'
import type { TextFields } from '../../../core/locale.ts'
import config from '../../../jobs.config.ts'
import { catalogueChanges } from '../../../pipelines/catalogue_changes/index.ts'
import { checkConfig } from '../../../pipelines/config.ts'
import { checkDeliveries } from '../../../pipelines/deliveries.ts'
import { checkSchedules } from '../../../pipelines/update_cycles.ts'
import { checkExpressions } from '../../../quality/index.ts'
import { openEngine } from '../../../warehouse/engine/engine.ts'
import { type DatasetFile, datasetFiles, placeOfRule, unlistedDatasets } from '../dataset_files.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { withLake } from '../wiring.ts'

interface Finding {
  code: string
  fields: TextFields
  /** File and line, where they are known. */
  place?: string
}

const FOLDER = join(import.meta.dirname, '../../../catalog/datasets')

/** Proves the catalogue and the configuration, and that the data there can follow the catalogue; opens no server. */
export async function check(io: Io): Promise<Exit> {
  const found = await findings(io)
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
}

async function findings(io: Io): Promise<Finding[]> {
  const files = datasetFiles(FOLDER)
  const ofCatalogue: Finding[] = [
    ...checkCatalogue(catalogue),
    ...unlistedDatasets(catalogue, files).map((fields) => ({
      code: 'check.unlisted_dataset',
      fields: { ...fields },
    })),
  ]
  // A rule on a field that is not there is told by the catalogue's own check; its expressions need a sound catalogue.
  const ofRules = ofCatalogue.length === 0 ? await refusedExpressions(files) : []
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

async function refusedExpressions(files: DatasetFile[]): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-check-'))
  const engine = await openEngine({ tempDirectory: folder, threads: 1 })
  try {
    const errors = await checkExpressions(engine, catalogue)
    return errors.map(({ code, fields }) => ({
      code: `error.${code}`,
      fields: { ...fields },
      place: placeOfRule(FOLDER, files, String(fields.rule)),
    }))
  } finally {
    engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}
