import type { Dataset } from '../../../catalog/dataset.ts'
import type { Drift } from '../../../connectors/file/types.ts'
import type { Earlier, EarlierExtract, ExtractResult } from '../../../quality/extract/input.ts'
import { judgeExtract, needsProfile } from '../../../quality/extract/judge.ts'
import type { Profile } from '../../../quality/extract/profile.ts'
import { compared, profilesWith, storedProfiles, storeProfiles } from '../../../quality/extract/profiles.ts'
import type { Judged } from '../../../quality/judge.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import { EVENTS_BATCH, type Extract, listExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'

/** Extracts before this one that its number of rows is held against. */
const LONGEST_HISTORY = 60

/** An extract that others are compared with. */
type Before = EarlierExtract & { seq: number }

/** What the extracts of a dataset are compared with, one after the other. */
export interface Comparison {
  /** The ingested extracts of the same mode, the oldest first. */
  ingested: Before[]
  /** Those of the extracts that are judged, and of those before them; undefined: no rule asks for any. */
  profiles: Map<number, Profile> | undefined
}

/**
 * Takes the profiles of the extracts, keeps them for those that come, and reads what came before. Extracts of events are as
 * long as events happened to arrive: they are compared with nothing.
 */
export async function openComparison(
  platform: Platform,
  session: Session,
  dataset: Dataset,
  extracts: Extract[],
  judged: Pick<Judged, 'accepted' | 'figures'>,
): Promise<Comparison> {
  const [first] = extracts
  if (!first || first.batch === EVENTS_BATCH) return { ingested: [], profiles: undefined }
  const ingested = await ingestedBefore(platform, extracts)
  if (!needsProfile(dataset)) return { ingested, profiles: undefined }
  const counted = extracts.map(({ seq }) => ({
    seq,
    figures: judged.figures.find(({ extract }) => extract === seq),
  }))
  const own = await profilesWith(session, platform.catalogue, dataset, judged.accepted, counted)
  await storeProfiles(platform, session, dataset, own)
  const before = extracts.flatMap(({ seq }) => compared(ingested.filter((each) => each.seq < seq)))
  const stored = await storedProfiles(platform, session, dataset, [...new Set(before.map(({ seq }) => seq))])
  return { ingested, profiles: new Map([...stored, ...own]) }
}

/** Judges one of the extracts as a whole against those of the same mode before it. */
export function judgeWhole(
  { clock }: Pick<Platform, 'clock'>,
  dataset: Dataset,
  { seq, mode, asOf }: Extract,
  { received, columns }: { received: number; columns: Drift },
  { ingested, profiles }: Comparison,
): ExtractResult[] {
  const before = ingested.filter((each) => each.seq < seq).slice(-LONGEST_HISTORY)
  const last = before.at(-1)?.received
  const profile = profiles?.get(seq)
  return judgeExtract({
    dataset,
    mode,
    received,
    ...(last === undefined ? {} : { lastReceived: last }),
    asOf,
    now: clock.now(),
    columns,
    before,
    ...(profile && profiles ? { profile, profiles: earlier(before, profiles) } : {}),
  })
}

function earlier(before: Before[], profiles: Map<number, Profile>): Earlier[] {
  return compared(before).flatMap(({ seq, asOf }) => {
    const profile = profiles.get(seq)
    return profile ? [{ asOf, profile }] : []
  })
}

/** The ingested extracts of the same mode before the last of these, without these, the oldest first. */
async function ingestedBefore(platform: Platform, extracts: Extract[]): Promise<Before[]> {
  const [first, last] = [extracts[0], extracts.at(-1)]
  if (!first || !last) return []
  const own = new Set(extracts.map(({ seq }) => seq))
  const ingested = await listExtracts(platform.ledger.db, first.dataset, 'ingested')
  return ingested
    .filter(
      ({ seq, mode, batch }) =>
        seq < last.seq && mode === first.mode && batch !== EVENTS_BATCH && !own.has(seq),
    )
    .map(({ seq, asOf, received }) => ({ seq, asOf, received: received ?? 0 }))
}
