import { datasetOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { getExtract } from '../../warehouse/ledger/extracts.ts'
import {
  listOverrides,
  type Override,
  openOverride,
  revokeOverride,
} from '../../warehouse/ledger/overrides/overrides.ts'
import { getRun } from '../../warehouse/ledger/runs.ts'
import { actAs } from '../officer.ts'
import type { Platform } from '../platform.ts'
import { type BlockedSubject, blockedExtract, blockedRelease } from './blocked.ts'
import { explainRun } from './explain.ts'
import './locale.ts'

/** Who lets it pass, and why. */
export interface Decision {
  /** Id of the officer in jobs.config.ts. */
  officer: string
  reason: string
}

/**
 * Lets pass what a gate holds, once: the next run publishes exactly this extract, or a release from exactly these
 * inputs. Recorded with officer, account and reason in the ledger and in the audit log.
 * @param target a run in which one thing was held; a dataset and an extract's number; a foundation or topic
 * @throws ShuyuanError `pipelines.unknown_officer`, `pipelines.officer_without_account`, `pipelines.officer_account`,
 *   `pipelines.gate_nothing_held`,
 *   `pipelines.gate_several`, `ledger.override_exists`, `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export async function overrideGate(
  platform: Platform,
  target: string[],
  { officer, reason }: Decision,
): Promise<Override> {
  const account = actAs(platform, officer)
  const blocked = await blockedTarget(platform, target)
  return openOverride(platform.ledger.db, {
    ...blocked,
    officer,
    account,
    reason,
    createdAt: platform.clock.now(),
  })
}

/** Takes back an override that was not used yet. @throws ShuyuanError as `overrideGate`, `ledger.unknown_override`, `ledger.bad_transition` */
export async function revokeGateOverride(
  platform: Platform,
  id: number,
  { officer, reason }: Decision,
): Promise<Override> {
  const account = actAs(platform, officer)
  const now = platform.clock.now()
  return revokeOverride(platform.ledger.db, id, { officer, account, reason, now })
}

/** An override as it is told to people. */
export interface OverrideView extends Override {
  /** The officer's name from the configuration; the id where it no longer has one. */
  officerName: string
  /** Department whose extract it let pass; null of a release. */
  department: string | null
}

/** Overrides, of a department's extracts where one is named, in the order in which they were given. */
export async function overridesOf(
  platform: Platform,
  filter: { department?: string | undefined; status?: Override['status'] | undefined } = {},
): Promise<OverrideView[]> {
  const all = await listOverrides(platform.ledger.db, filter.status)
  const views = all.map((each) => ({
    ...each,
    officerName: platform.config.officers.find(({ id }) => id === each.officer)?.name ?? each.officer,
    department:
      each.kind === 'extract' ? datasetOf(platform.catalogue, each.subject).providingDepartment : null,
  }))
  return views.filter(({ department }) => !filter.department || department === filter.department)
}

async function blockedTarget(platform: Platform, target: string[]): Promise<BlockedSubject> {
  const [name = '', extract] = target
  const blocked = /^\d+$/.test(name)
    ? await blockedInRun(platform, Number(name))
    : extract === undefined
      ? await blockedRelease(platform, name)
      : await blockedExtractNamed(platform, name, extract)
  if (!blocked) throw new ShuyuanError('pipelines.gate_nothing_held', { target: target.join(' ') })
  return blocked
}

async function blockedExtractNamed(
  platform: Platform,
  id: string,
  number: string,
): Promise<BlockedSubject | undefined> {
  const dataset = datasetOf(platform.catalogue, id)
  const extract = await getExtract(platform.ledger.db, dataset.id, Number(number) || 0)
  return extract.status === 'blocked' ? blockedExtract(extract) : undefined
}

/** The one thing held in a run that is still held. */
async function blockedInRun(platform: Platform, runId: number): Promise<BlockedSubject | undefined> {
  const run = await getRun(platform.ledger.db, runId)
  const { held } = await explainRun(platform, run.id)
  const blocked = held.flatMap(({ holding }) => holding ?? [])
  if (blocked.length > 1) {
    const names = blocked.map(({ subject, extract }) => [subject, extract].filter((each) => each).join(' '))
    throw new ShuyuanError('pipelines.gate_several', { run: runId, held: names.join('; ') })
  }
  return blocked[0]
}
