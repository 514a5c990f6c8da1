import type { Dataset } from '../../catalog/dataset.ts'
import { type EarlierExtract, judgeRowCount, judgeVolume } from './counts.ts'
import { judgeDrift } from './drift.ts'
import type { ExtractResult } from './finding.ts'
import { type Earlier, judgeCities, judgeFreshness } from './freshness.ts'
import type { Profile } from './profile.ts'
import { type ColumnDrift, judgeSchema } from './schema.ts'

export type { EarlierExtract } from './counts.ts'
export type { ExtractCode, ExtractFinding, ExtractResult } from './finding.ts'
export type { Earlier } from './freshness.ts'
export { extractHistory } from './history.ts'
export { type Counted, type Profile, type ProfileRow, profileOf } from './profile.ts'

export interface ExtractInput {
  dataset: Dataset
  mode: 'full' | 'delta'
  /** Rows received, also those that could not be read. */
  received: number
  /** Rows of the last ingested extract of the same mode, if there is one. */
  lastReceived?: number
  asOf: Date
  now: Date
  columns?: ColumnDrift
  /** Ingested extracts of the same mode before this one. */
  before?: EarlierExtract[]
  /** The profile of the extract, and those of the last extracts of the same mode, where there are profiles. */
  profile?: Profile
  profiles?: Earlier[]
}

/** True of a dataset with a rule that needs the profile of its extracts. */
export function needsProfile({ rules }: Dataset): boolean {
  return rules.some((rule) => rule.kind === 'drift' || (rule.kind === 'freshness' && rule.cities === true))
}

/** Judges the extract as a whole by every such rule of its dataset. Results with `failed` > 0 are findings. */
export function judgeExtract(input: ExtractInput): ExtractResult[] {
  const { dataset, mode, received, lastReceived, asOf, now, profile } = input
  return dataset.rules.flatMap((rule): ExtractResult[] => {
    switch (rule.kind) {
      case 'rowCount':
        return mode === 'delta' ? [] : judgeRowCount({ dataset, rule }, received, lastReceived)
      case 'volume':
        return judgeVolume({ dataset, rule }, received, asOf, input.before ?? [])
      case 'freshness': {
        const late = judgeFreshness({ dataset, rule }, asOf, now)
        return profile
          ? [...late, ...judgeCities({ dataset, rule }, asOf, profile, input.profiles ?? [])]
          : late
      }
      case 'drift': {
        const before = (input.profiles ?? []).map((each) => each.profile)
        return profile ? judgeDrift({ dataset, rule }, profile, before) : []
      }
      case 'schema':
        return input.columns ? judgeSchema({ dataset, rule }, input.columns) : []
      default:
        return []
    }
  })
}
