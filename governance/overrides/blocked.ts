import { type Extract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { OverrideKind } from '../../warehouse/ledger/overrides/schema.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { lastStage, type Stage } from '../../warehouse/ledger/stages.ts'
import { topicsOf } from '../../warehouse/topics/declared.ts'
import type { Platform } from '../platform.ts'
import { extractDigest, releaseDigest } from './apply.ts'

/** Something that a gate holds, and what it found. */
export interface HeldSubject {
  kind: OverrideKind
  /** Dataset; foundation or topic. */
  subject: string
  extract: number | null
  digest: string
  findings: Problem[]
}

/** Everything that gates hold: blocked extracts, and releases that their last attempt did not make. */
export async function heldNow(platform: Platform): Promise<HeldSubject[]> {
  const { datasets, foundations } = platform.catalogue
  const extracts = await Promise.all(datasets.map(({ id }) => heldExtracts(platform, id)))
  const names = [...foundations, ...topicsOf(platform)].map(({ id }) => id)
  const releases = await Promise.all(names.map((id) => heldRelease(platform, id)))
  return [...extracts.flat(), ...releases.flatMap((each) => each ?? [])]
}

/** The blocked extracts of a dataset. */
export async function heldExtracts(platform: Platform, dataset: string): Promise<HeldSubject[]> {
  return (await listExtracts(platform.ledger.db, dataset, 'blocked')).map(extractHeld)
}

export function extractHeld(extract: Extract): HeldSubject {
  const { problems = [] } = extract.detail as { problems?: Problem[] }
  return {
    kind: 'extract',
    subject: extract.dataset,
    extract: extract.seq,
    digest: extractDigest(extract),
    findings: problems.filter(({ fields }) => fields.severity === 'block'),
  }
}

/** The release that a foundation or topic would have, had its last attempt not been held; undefined where none is held. */
export async function heldRelease(platform: Platform, subject: string): Promise<HeldSubject | undefined> {
  const { db } = platform.ledger
  const kind = topicsOf(platform).some(({ id }) => id === subject) ? 'topic' : 'build'
  const last = await lastStage(db, `${kind}.${subject}`, ['succeeded', 'blocked'])
  if (last?.status !== 'blocked') return undefined
  return releaseHeld(last, (await latestRelease(db, subject))?.number ?? 0)
}

export function releaseHeld(stage: Stage, after: number): HeldSubject {
  const digest = releaseDigest(stage.target, after, stage.inputs)
  return { kind: 'release', subject: stage.target, extract: null, digest, findings: stage.problems }
}
