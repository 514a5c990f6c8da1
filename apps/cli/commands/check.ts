import { join } from 'node:path'
import { catalogue } from '../../../catalog/catalogue.ts'
import { checkCatalogue } from '../../../catalog/check.ts'
import config from '../../../jobs.config.ts'
import { catalogueChanges } from '../../../pipelines/catalogue_changes/index.ts'
import { checkConfig } from '../../../pipelines/config.ts'
import { checkDeliveries } from '../../../pipelines/deliveries.ts'
import { checkSchedules } from '../../../pipelines/update_cycles.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { unlistedDatasets } from '../unlisted_datasets.ts'
import { withLake } from '../wiring.ts'

/** Proves the catalogue and the configuration, and that the data there can follow the catalogue; opens no server. */
export async function check(io: Io): Promise<Exit> {
  const unlisted = await unlistedDatasets(catalogue, join(import.meta.dirname, '../../../catalog/datasets'))
  const changes = (await withLake(io.settings, (parts) => catalogueChanges(parts))) ?? []
  const findings = [
    ...checkCatalogue(catalogue),
    ...unlisted.map((fields) => ({ code: 'check.unlisted_dataset', fields: { ...fields } })),
    ...checkConfig(config, catalogue),
    ...checkSchedules(config, catalogue),
    ...checkDeliveries(config, catalogue, new Date(), io.locale),
    ...changes.flatMap((change) => change.refused),
  ].map((finding) => ({ ...finding, message: io.text(finding.code, finding.fields) }))
  io.answer({ ok: findings.length === 0, findings })
  for (const finding of findings) io.say(`✗ ${finding.message}`)
  io.say(
    findings.length === 0
      ? io.text('check.ok', {
          datasets: catalogue.datasets.length,
          elements: catalogue.elements.length,
          deliveries: config.deliveries.length,
        })
      : io.text('check.findings', { count: findings.length }),
  )
  return findings.length === 0 ? exit.ok : exit.usage
}
