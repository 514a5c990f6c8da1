import { getExtract, lastExtract } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { listOverrides, type Override } from '../../warehouse/ledger/overrides/overrides.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { getRun, type Run } from '../../warehouse/ledger/runs.ts'
import { type Stage, stagesOf } from '../../warehouse/ledger/stages.ts'
import type { Platform } from '../platform.ts'
import { type BlockedSubject, blockedExtract, blockedRelease } from './blocked.ts'

/** What readers still see: an extract's, or a release's, number and since when it stands. */
export interface Published {
  kind: 'extract' | 'release'
  subject: string
  number: number
  since: Date
}

/** One thing that a run did not publish, or published because an officer let it pass. */
export interface GateOutcome {
  /**
   * `early`: files whose names date them in the future. `skipped`: it waited for something that was held or failed.
   * `overridden`: an officer let it pass.
   */
  kind: 'extract' | 'release' | 'early' | 'failed' | 'skipped' | 'overridden'
  stage: string
  /** Dataset, foundation, topic, request. */
  subject: string
  extract: number | null
  /** What was found, with what was measured and what is allowed; of a skipped stage, what it waited for. */
  findings: Problem[]
  /** What stands in its place; null: nothing was published before. */
  standing: Published | null
  /** Who has to act: the department that provides the dataset. Null: the platform's engineers. */
  department: string | null
  /** The override that was given for it. */
  override: Override | null
  /** What can be let pass; null once it is published, overtaken, or when no override helps. */
  holding: BlockedSubject | null
}

/** Why a run published what it did. */
export interface Explanation {
  run: Run
  held: GateOutcome[]
}

/** Says of everything in a run that was held, failed or waited: why, what stands instead, who acts. @throws ShuyuanError `ledger.unknown_run` */
export async function explainRun(platform: Platform, runId: number): Promise<Explanation> {
  const run = await getRun(platform.ledger.db, runId)
  const overrides = await listOverrides(platform.ledger.db)
  const stages = await stagesOf(platform.ledger.db, run.id)
  const outcomes = await Promise.all(stages.map((stage) => outcomesIn(platform, stage, overrides)))
  return { run, held: outcomes.flat() }
}

async function outcomesIn(platform: Platform, stage: Stage, overrides: Override[]): Promise<GateOutcome[]> {
  if (stage.status === 'failed') return [await of(platform, stage, 'failed', stage.problems)]
  if (stage.status === 'skipped' && stage.error) return [await of(platform, stage, 'skipped', [stage.error])]
  if (stage.kind === 'ingest') return extractOutcomes(platform, stage, overrides)
  if (stage.status === 'blocked') return [await releaseOutcome(platform, stage, overrides)]
  return overriddenIn(platform, stage, overrides)
}

/** Extracts that a stage found held, by the findings that name them. */
async function extractOutcomes(
  platform: Platform,
  stage: Stage,
  overrides: Override[],
): Promise<GateOutcome[]> {
  const grave = stage.problems.filter(({ fields }) => fields.severity === 'block')
  const numbers = [...new Set(grave.map(({ fields }) => Number(fields.extract)))]
  const blocked = numbers.map(async (number) => {
    const extract = await getExtract(platform.ledger.db, stage.target, number)
    const override = overrides.findLast((each) => isFor(each, 'extract', stage.target, number))
    const findings = grave.filter(({ fields }) => Number(fields.extract) === number)
    return {
      ...(await of(platform, stage, 'extract', findings)),
      extract: number,
      override: override ?? null,
      holding: extract.status === 'blocked' ? blockedExtract(extract) : null,
    }
  })
  const isEarly = ({ code }: Problem) => code === 'ingest.file_early'
  const early = stage.problems.filter(isEarly)
  const unreadable = stage.problems.filter((each) => each.fields.severity === 'error' && !isEarly(each))
  const others = [
    ...(early.length > 0 ? [await of(platform, stage, 'early', early)] : []),
    ...(unreadable.length > 0 ? [await of(platform, stage, 'failed', unreadable)] : []),
  ]
  return [...(await Promise.all(blocked)), ...others, ...(await overriddenIn(platform, stage, overrides))]
}

async function releaseOutcome(platform: Platform, stage: Stage, overrides: Override[]): Promise<GateOutcome> {
  const blocked = await blockedRelease(platform, stage.target)
  const override = overrides.findLast((each) => isFor(each, 'release', stage.target, null))
  return {
    ...(await of(platform, stage, 'release', stage.problems)),
    override:
      override && (override.status === 'used' || override.digest === blocked?.digest) ? override : null,
    holding: blocked ?? null,
  }
}

/** What officers let pass in a stage. */
async function overriddenIn(platform: Platform, stage: Stage, overrides: Override[]): Promise<GateOutcome[]> {
  const used = stage.problems.filter(({ code }) => code === 'gate.overridden')
  return Promise.all(
    used.map(async ({ fields }) => {
      const override = overrides.find(({ id }) => id === fields.override) ?? null
      const findings = stage.problems.filter((each) => each.fields.overridden === fields.override)
      return {
        ...(await of(platform, stage, 'overridden', findings)),
        extract: override?.extract ?? null,
        override,
      }
    }),
  )
}

async function of(
  platform: Platform,
  stage: Stage,
  kind: GateOutcome['kind'],
  findings: Problem[],
): Promise<GateOutcome> {
  const register = platform.catalogue.datasets.find(({ id }) => id === stage.target)
  return {
    kind,
    stage: stage.id,
    subject: stage.target,
    extract: null,
    findings,
    standing: await publishedOf(platform, stage),
    department: register?.providingDepartment ?? null,
    override: null,
    holding: null,
  }
}

/** What readers see of the stage's dataset, foundation or topic now. */
async function publishedOf({ ledger }: Platform, { kind, target }: Stage): Promise<Published | null> {
  if (kind === 'ingest') {
    const last = await lastExtract(ledger.db, target, { status: 'ingested' })
    return last ? { kind: 'extract', subject: target, number: last.seq, since: last.asOf } : null
  }
  const release = await latestRelease(ledger.db, target)
  return release
    ? { kind: 'release', subject: target, number: release.number, since: release.createdAt }
    : null
}

function isFor(override: Override, kind: Override['kind'], subject: string, extract: number | null): boolean {
  return (
    override.kind === kind &&
    override.subject === subject &&
    override.extract === extract &&
    override.status !== 'revoked'
  )
}
