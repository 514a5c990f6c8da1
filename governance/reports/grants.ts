import { dayOf } from '../../core/day.ts'
import type { Platform } from '../platform.ts'

/** What one audience may see unmasked. */
export type Clear = ReadonlySet<string>

/** The elements that the configuration lets an audience see in clear today; never one of the negative list. */
export function clearFor(platform: Platform, audience: string): Clear {
  const today = dayOf(platform.clock.now())
  const granted = platform.config.reports.clear.filter(
    (grant) => grant.audience === audience && today <= grant.until,
  )
  const elements = granted.flatMap((grant) => grant.elements)
  return new Set(elements.filter((element) => !platform.config.negativeList.includes(element)))
}
