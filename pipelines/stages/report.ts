import type { Platform, StageResult } from '../platform.ts'
import { idsOf, type StageKind } from '../stage.ts'

/** Writes the reports, when all else has ended, well or not: they tell of failures too. */
export const report: StageKind = {
  kind: 'report',
  targets: () => ['all'],
  after: (_, { planned }) => idsOf(planned),
  always: true,
  run: (platform) => reportStage(platform),
  result: ({ folder }) => (folder ? String(folder) : undefined),
}

/**
 * Writes the quality reports of the region, of every department that provides a register, and of every city; and the
 * notices to departments that have something overdue.
 */
export async function reportStage(platform: Platform): Promise<StageResult> {
  // Pages and workbooks are loaded by the run that writes them.
  const { writeReports } = await import('../../governance/reports/write.ts')
  const { updateNotices } = await import('../../governance/objections/notices/write.ts')
  const written = await writeReports(platform)
  const notices = await updateNotices(platform)
  return {
    status: 'succeeded',
    inputs: {},
    outputs: { folder: platform.paths.reports },
    counts: { reports: written.filter((path) => path.endsWith('.xlsx')).length, notices },
    problems: [],
  }
}
