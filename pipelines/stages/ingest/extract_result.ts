import type { Extract } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import type { Override } from '../../../warehouse/ledger/overrides/overrides.ts'

/** Row counts of one extract. `received = accepted + quarantined` always holds. */
export interface ExtractCounts {
  received: number
  accepted: number
  quarantined: number
  /** Accepted rows with at least one warning. */
  warned: number
}

/** How one extract ended. */
export interface ExtractOutcome {
  seq: number
  status: 'ingested' | 'blocked' | 'failed'
  counts: ExtractCounts
  problems: Problem[]
  /** Version of the rules that judged the rows; absent when none were judged. */
  ruleset?: string
  /** The officer's decision that let it pass. */
  override?: Override
}

export const noRows: ExtractCounts = { received: 0, accepted: 0, quarantined: 0, warned: 0 }

/** An extract that is refused for what was found. */
export function failed({ seq }: Pick<Extract, 'seq'>, found: Problem): ExtractOutcome {
  return { seq, status: 'failed', counts: noRows, problems: [found] }
}
