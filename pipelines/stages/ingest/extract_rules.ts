import type { Dataset } from '../../../catalog/dataset.ts'
import type { Drift } from '../../../connectors/file/types.ts'
import type { ExtractResult } from '../../../quality/extract/input.ts'
import { judgeExtract, needsProfile } from '../../../quality/extract/judge.ts'
import type { Profile as ExtractProfile } from '../../../quality/extract/profile.ts'
import { earlierProfiles, profileWith, storeProfile } from '../../../quality/extract/profiles.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import { EVENTS_BATCH, type Extract, listExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'

export interface WholeExtract {
  dataset: Dataset
  extract: Extract
  received: number
  columns: Drift
  accepted: Relation
  history: Relation
}

/** Extracts before this one that its number of rows is held against. */
const LONGEST_HISTORY = 60

/**
 * Judges the extract as a whole against those of the same mode before it, and keeps its profile for those that come.
 * Extracts of events are as long as events happened to arrive: they are compared with nothing.
 */
export async function judgeWhole(
  platform: Platform,
  session: Session,
  whole: WholeExtract,
): Promise<ExtractResult[]> {
  const { dataset, extract, received, columns } = whole
  const before = extract.batch === EVENTS_BATCH ? [] : await extractsBefore(platform, extract)
  const profile = extract.batch === EVENTS_BATCH ? undefined : await profiled(platform, session, whole)
  const last = before.at(-1)?.received
  return judgeExtract({
    dataset,
    mode: extract.mode,
    received,
    ...(last === undefined ? {} : { lastReceived: last }),
    asOf: extract.asOf,
    now: platform.clock.now(),
    columns,
    before,
    ...(profile ? { profile, profiles: await earlierProfiles(platform, session, dataset, before) } : {}),
  })
}

/** The ingested extracts of the same mode before this one, the oldest first. */
async function extractsBefore(platform: Platform, { dataset, seq, mode }: Extract) {
  const ingested = await listExtracts(platform.ledger.db, dataset, 'ingested')
  return ingested
    .filter((each) => each.seq < seq && each.mode === mode && each.batch !== EVENTS_BATCH)
    .slice(-LONGEST_HISTORY)
    .map((each) => ({ seq: each.seq, asOf: each.asOf, received: each.received ?? 0 }))
}

async function profiled(
  platform: Platform,
  session: Session,
  { dataset, extract, accepted, history }: WholeExtract,
): Promise<ExtractProfile | undefined> {
  if (!needsProfile(dataset)) return undefined
  const profile = await profileWith(session, platform.catalogue, dataset, accepted, history)
  await storeProfile(platform, session, dataset, extract.seq, profile)
  return profile
}
