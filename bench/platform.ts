import { open } from '../apps/cli/wiring.ts'
import { readSettings } from '../core/settings.ts'

/** The platform on a data folder, which is made where there is none, with so much memory for DuckDB. */
export function openPlatform(data: string, memory: string) {
  return open({ ...readSettings({}), dataRoot: data, memoryLimit: memory }, { makes: true })
}
