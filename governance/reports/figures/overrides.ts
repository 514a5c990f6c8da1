import type { Dataset } from '../../../catalog/dataset.ts'
import { dayOf } from '../../../core/day.ts'
import { overridesOf } from '../../overrides/override.ts'
import type { Platform } from '../../platform.ts'
import type { Override, ReportScope } from '../data.ts'

/** Gates that a named officer opened: for extracts of these registers, and in the region's report for releases too. */
export async function overridesIn(
  platform: Platform,
  scope: ReportScope,
  datasets: Dataset[],
): Promise<Override[]> {
  const all = (await overridesOf(platform)).filter(({ status }) => status !== 'revoked')
  return all.flatMap(({ kind, subject, extract, officerName, reason, createdAt }) => {
    const dataset = datasets.find(({ id }) => kind === 'extract' && id === subject)
    if (!dataset && (kind === 'extract' || scope.kind !== 'region')) return []
    const name = dataset?.name ?? { 'zh-CN': subject, en: subject }
    return [
      { at: dayOf(createdAt), actor: officerName, subject: name, extract: extract ?? undefined, reason },
    ]
  })
}
