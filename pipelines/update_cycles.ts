import { CronExpressionParser } from 'cron-parser'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { ShuyuanError } from '../core/errors.ts'
import type { JobsConfig } from './config.ts'
import { planRun } from './plan.ts'

const DAY = 24 * 3600_000
/** Longest time between two runs that keeps an update cycle. */
const LONGEST_GAP: Record<Dataset['updateCycle'], number> = {
  realtime: DAY / 24,
  daily: DAY,
  weekly: 7 * DAY,
  monthly: 31 * DAY,
  quarterly: 92 * DAY,
  yearly: 366 * DAY,
}
const RUNS_LOOKED_AT = 60

/** Datasets that no schedule runs as often as their update cycle asks (Article 16). */
export function checkSchedules(
  config: JobsConfig,
  catalogue: Catalogue,
): { code: string; fields: Record<string, string> }[] {
  const unknown = unknownTargets(config, catalogue)
  if (unknown.length > 0) return unknown
  return catalogue.datasets
    .filter((dataset) => shortestGap(config, catalogue, dataset.id) > LONGEST_GAP[dataset.updateCycle])
    .map((dataset) => ({
      code: 'config.slow_schedule',
      fields: { dataset: dataset.id, cycle: dataset.updateCycle },
    }))
}

/** Targets of schedules that nothing is called. */
function unknownTargets(config: JobsConfig, catalogue: Catalogue) {
  return config.schedules.flatMap(({ id, targets }) =>
    targets.flatMap((target) => {
      try {
        planRun(catalogue, config, [target])
        return []
      } catch (error) {
        if (!(error instanceof ShuyuanError)) throw error
        return [{ code: 'config.unknown_target', fields: { schedule: id, target } }]
      }
    }),
  )
}

/** Over the schedules that ingest the dataset, the smallest of their longest gaps, in milliseconds. */
function shortestGap(config: JobsConfig, catalogue: Catalogue, dataset: string): number {
  const gaps = config.schedules
    .filter((schedule) =>
      planRun(catalogue, config, schedule.targets).stages.some((stage) => stage.id === `ingest.${dataset}`),
    )
    .map((schedule) => longestGap(schedule.cron))
  return Math.min(Number.POSITIVE_INFINITY, ...gaps)
}

/** The longest time between two of the next runs of a cron expression, in milliseconds. */
function longestGap(cron: string): number {
  const times = CronExpressionParser.parse(cron, { tz: 'Asia/Shanghai', currentDate: '2026-01-01T00:00:00Z' })
  let longest = 0
  let last = times.next().getTime()
  for (let run = 0; run < RUNS_LOOKED_AT; run++) {
    const next = times.next().getTime()
    longest = Math.max(longest, next - last)
    last = next
  }
  return longest
}
