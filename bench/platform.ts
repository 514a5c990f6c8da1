import { open } from '../apps/cli/wiring.ts'
import { deploymentOf } from '../apps/deployment.ts'
import { readSettings } from '../core/settings.ts'
import type { JobsConfig } from '../pipelines/config.ts'

/** The platform on a data folder, which is made where there is none, with so much memory for DuckDB. */
export async function openPlatform(data: string, memory: string, changed: Partial<JobsConfig> = {}) {
  const settings = { ...readSettings({}), dataRoot: data, memoryLimit: memory }
  const deployment = await deploymentOf(settings)
  const config = { ...deployment.config, ...changed }
  return open(settings, { makes: true, deployment: { ...deployment, config } })
}
