import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { dayOf } from '../../core/day.ts'
import { sha256 } from '../../core/hash.ts'
import { auditHead } from '../../warehouse/ledger/audit.ts'
import { countExtracts } from '../../warehouse/ledger/extracts.ts'
import { lastStage, type Stage, stagesOf } from '../../warehouse/ledger/stages.ts'
import type { Platform, StageResult } from '../platform.ts'
import { idsOf, type StageKind, stageId } from '../stage.ts'

const REPORT = stageId('report', 'all')

/** Writes the reports, when all else has ended, well or not: they tell of failures too. */
export const report: StageKind = {
  kind: 'report',
  targets: () => ['all'],
  after: (_, { planned }) => idsOf(planned),
  always: true,
  run: (platform, { runId }) => reportStage(platform, runId),
  result: ({ folder }) => (folder ? String(folder) : undefined),
}

/**
 * Writes the quality reports of the region, of every department that provides a register, and of every city; and the
 * notices to departments that have something overdue. Where nothing has changed since they were written on the same day,
 * they stay as they are.
 * @param runId the run that it ends; without one they are written in any case
 */
export async function reportStage(platform: Platform, runId?: number): Promise<StageResult> {
  const state = await stateOf(platform)
  const folder = platform.paths.reports
  if (runId !== undefined && (await isReported(platform, runId, state)))
    return { status: 'skipped', inputs: {}, outputs: { folder, state }, counts: {}, problems: [] }
  // Pages and workbooks are loaded by the run that writes them.
  const { writeReports } = await import('../../governance/reports/write.ts')
  const { updateNotices } = await import('../../governance/objections/notices/write.ts')
  const written = await writeReports(platform)
  const notices = await updateNotices(platform)
  return {
    status: 'succeeded',
    inputs: {},
    outputs: { folder, state },
    counts: { reports: written.filter((path) => path.endsWith('.xlsx')).length, notices },
    problems: [],
  }
}

/** True where no stage of the run did anything, and the reports of this state are there. */
async function isReported({ ledger, paths }: Platform, runId: number, state: string): Promise<boolean> {
  const last = await lastStage(ledger.db, REPORT, ['succeeded', 'skipped'])
  if (last?.outputs.state !== state || !existsSync(join(paths.reports, 'index.html'))) return false
  const didNothing = ({ id, status }: Stage) => id === REPORT || status === 'skipped'
  return (await stagesOf(ledger.db, runId)).every(didNothing)
}

/** Tables that change with what the reports tell of. */
const TABLES = ['quality/history', 'quality/scores', 'objections/items']

/**
 * A digest of what the reports are made from: the day, since which deadlines have passed depends on it; the program, its
 * catalogue and configuration; the extracts; the audit log, which has every decision; and the tables' versions.
 */
async function stateOf(platform: Platform): Promise<string> {
  const { catalogue, clock, config, lake, ledger, settings } = platform
  const { seq } = await auditHead(ledger.db)
  const versions = await Promise.all(TABLES.map((name) => lake.table(name)).map(versionOf))
  const program = { catalogue, config, locale: settings.locale }
  const made = { day: dayOf(clock.now()), seq, versions, extracts: await countExtracts(ledger.db) }
  return sha256(JSON.stringify({ ...program, ...made }))
}

async function versionOf(table: ReturnType<Platform['lake']['table']>): Promise<number> {
  return (await table.exists()) ? (await table.snapshot()).version : -1
}
