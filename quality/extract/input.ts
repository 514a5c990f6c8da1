import type { Dataset } from '../../catalog/dataset.ts'
import type { Severity } from '../../catalog/rule_base.ts'
import type { TextFields } from '../../core/locale.ts'
import type { Profile } from './profile.ts'

/** What a rule on the extract as a whole found: `failed` of `checked`, 0 where it is kept. */
export interface ExtractResult {
  /** `dataset.field.code`, with `_` for the extract as a whole. */
  rule: string
  code: string
  severity: Severity
  dimension: string
  indicator: string
  field: string | null
  /** League or city. */
  division: string | null
  checked: number
  failed: number
  /** Counts and dates for the wording. */
  fields: TextFields
}

/** An extract of the same mode that was ingested before. */
export interface EarlierExtract {
  asOf: Date
  received: number
}

/** An extract before, and when it was taken. */
export interface Earlier {
  asOf: Date
  profile: Profile
}

/** Columns of a file compared with its dataset's fields. */
export interface ColumnDrift {
  missing: string[]
  extra: string[]
  renamed: { field: string; header: string }[]
}

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
