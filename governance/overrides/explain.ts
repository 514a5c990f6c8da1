import { getExtract, lastExtract } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { listOverrides, type Override } from '../../warehouse/ledger/overrides/overrides.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { getRun, type Run } from '../../warehouse/ledger/runs.ts'
import { type Stage, stagesOf } from '../../warehouse/ledger/stages.ts'
import type { Platform } from '../platform.ts'
import { extractHeld, type HeldSubject, heldRelease } from './blocked.ts'

/** What readers still see: an extract's, or a release's, number and since when it stands. */
export interface Standing {
  kind: 'extract' | 'release'
  subject: string
  number: number
  since: Date
}

/** One thing that a run did not publish, or published because an officer let it pass. */
export interface Held {
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
  standing: Standing | null
  /** Who has to act: the department that provides the dataset. Null: the platform's engineers. */
  department: string | null
  /** The override that was given for it. */
  override: Override | null
  /** What can be let pass; null once it is published, overtaken, or when no override helps. */
  holding: HeldSubject | null
}

/** Why a run published what it did. */
export interface Explanation {
  run: Run
  held: Held[]
}

/** Says of everything in a run that was held, failed or waited: why, what stands instead, who acts. @throws ShuyuanError `ledger.unknown_run` */
export async function explainRun(platform: Platform, runId: number): Promise<Explanation> {
  const run = await getRun(platform.ledger.db, runId)
  const overrides = await listOverrides(platform.ledger.db)
  const stages = await stagesOf(platform.ledger.db, run.id)
  const held = await Promise.all(stages.map((stage) => heldIn(platform, stage, overrides)))
  return { run, held: held.flat() }
}

async function heldIn(platform: Platform, stage: Stage, overrides: Override[]): Promise<Held[]> {
  if (stage.status === 'failed') return [await of(platform, stage, 'failed', stage.problems)]
  if (stage.status === 'skipped' && stage.error) return [await of(platform, stage, 'skipped', [stage.error])]
  if (stage.kind === 'ingest') return heldExtractsIn(platform, stage, overrides)
  if (stage.status === 'blocked') return [await heldReleaseIn(platform, stage, overrides)]
  return letPass(platform, stage, overrides)
}

/** Extracts that a stage found held, by the findings that name them. */
async function heldExtractsIn(platform: Platform, stage: Stage, overrides: Override[]): Promise<Held[]> {
  const grave = stage.problems.filter(({ fields }) => fields.severity === 'block')
  const numbers = [...new Set(grave.map(({ fields }) => Number(fields.extract)))]
  const held = numbers.map(async (number) => {
    const extract = await getExtract(platform.ledger.db, stage.target, number)
    const override = overrides.findLast((each) => isFor(each, 'extract', stage.target, number))
    const findings = grave.filter(({ fields }) => Number(fields.extract) === number)
    return {
      ...(await of(platform, stage, 'extract', findings)),
      extract: number,
      override: override ?? null,
      holding: extract.status === 'blocked' ? extractHeld(extract) : null,
    }
  })
  const isEarly = ({ code }: Problem) => code === 'ingest.file_early'
  const early = stage.problems.filter(isEarly)
  const unreadable = stage.problems.filter((each) => each.fields.severity === 'error' && !isEarly(each))
  const others = [
    ...(early.length > 0 ? [await of(platform, stage, 'early', early)] : []),
    ...(unreadable.length > 0 ? [await of(platform, stage, 'failed', unreadable)] : []),
  ]
  return [...(await Promise.all(held)), ...others, ...(await letPass(platform, stage, overrides))]
}

async function heldReleaseIn(platform: Platform, stage: Stage, overrides: Override[]): Promise<Held> {
  const held = await heldRelease(platform, stage.target)
  const override = overrides.findLast((each) => isFor(each, 'release', stage.target, null))
  return {
    ...(await of(platform, stage, 'release', stage.problems)),
    override: override && (override.status === 'used' || override.digest === held?.digest) ? override : null,
    holding: held ?? null,
  }
}

/** What officers let pass in a stage. */
async function letPass(platform: Platform, stage: Stage, overrides: Override[]): Promise<Held[]> {
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

async function of(platform: Platform, stage: Stage, kind: Held['kind'], findings: Problem[]): Promise<Held> {
  const register = platform.catalogue.datasets.find(({ id }) => id === stage.target)
  return {
    kind,
    stage: stage.id,
    subject: stage.target,
    extract: null,
    findings,
    standing: await standingOf(platform, stage),
    department: register?.providingDepartment ?? null,
    override: null,
    holding: null,
  }
}

/** What readers see of the stage's dataset, foundation or topic now. */
async function standingOf({ ledger }: Platform, { kind, target }: Stage): Promise<Standing | null> {
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
