import type { Dataset } from '../../../catalog/dataset.ts'
import type { Override } from '../../../quality/report/data.ts'
import type { Platform } from '../../platform.ts'

/** Gates that a named officer opened for these registers. */
export async function overridesOf(_platform: Platform, _datasets: Dataset[]): Promise<Override[]> {
  return []
}
