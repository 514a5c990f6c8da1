import { type Extract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { OverrideKind } from '../../warehouse/ledger/overrides/schema.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { lastStage, type Stage } from '../../warehouse/ledger/stages.ts'
import { topicsOf } from '../../warehouse/topics/declared.ts'
import type { Platform } from '../platform.ts'
import { extractDigest, releaseDigest } from './apply.ts'

/** Something that a gate holds, and what it found. */
export interface BlockedSubject {
  kind: OverrideKind
  /** Dataset; foundation or topic. */
  subject: string
  extract: number | null
  digest: string
  findings: Problem[]
}

/** Everything that gates hold: blocked extracts, and releases that their last attempt did not make. */
export async function listBlocked(platform: Platform): Promise<BlockedSubject[]> {
  const { datasets, foundations } = platform.catalogue
  const extracts = await Promise.all(datasets.map(({ id }) => blockedExtracts(platform, id)))
  const names = [...foundations, ...topicsOf(platform)].map(({ id }) => id)
  const releases = await Promise.all(names.map((id) => blockedRelease(platform, id)))
  return [...extracts.flat(), ...releases.flatMap((each) => each ?? [])]
}

/** The blocked extracts of a dataset. */
async function blockedExtracts(platform: Platform, dataset: string): Promise<BlockedSubject[]> {
  return (await listExtracts(platform.ledger.db, dataset, 'blocked')).map(blockedExtract)
}

export function blockedExtract(extract: Extract): BlockedSubject {
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
export async function blockedRelease(
  platform: Platform,
  subject: string,
): Promise<BlockedSubject | undefined> {
  const { db } = platform.ledger
  const kind = topicsOf(platform).some(({ id }) => id === subject) ? 'topic' : 'build'
  const last = await lastStage(db, `${kind}.${subject}`, ['succeeded', 'blocked'])
  if (last?.status !== 'blocked') return undefined
  return blockedReleaseOf(last, (await latestRelease(db, subject))?.number ?? 0)
}

function blockedReleaseOf(stage: Stage, after: number): BlockedSubject {
  const digest = releaseDigest(stage.target, after, stage.inputs)
  return { kind: 'release', subject: stage.target, extract: null, digest, findings: stage.problems }
}
