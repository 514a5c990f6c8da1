import type { ObjectionFigures, Scope } from '../../../quality/report/data.ts'
import { listObjections } from '../../objections/index.ts'
import type { Platform } from '../../platform.ts'

/** How the objections stand that a department, or every department, has to answer; of a city, those that it raised. */
export async function objectionFigures(
  platform: Platform,
  scope: Scope,
): Promise<ObjectionFigures | undefined> {
  const filter =
    scope.kind === 'department'
      ? { department: scope.id }
      : scope.kind === 'city'
        ? { raisedBy: `city:${scope.id}` }
        : {}
  const all = await listObjections(platform, filter)
  if (all.length === 0) return undefined
  return {
    raised: all.length,
    open: 0,
    overdue: 0,
    fixed: 0,
    fixRate: undefined,
    reopenRate: undefined,
    meanWorkingDays: undefined,
  }
}
