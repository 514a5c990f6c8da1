import type { ExtractOutcome } from '../stages/ingest/extract_result.ts'

/** What an extract comes to. */
export interface Replayed extends ExtractOutcome {
  /** Of one that keeps its judgement: what the ledger notes of it. */
  detail?: Record<string, unknown>
}

/** What each extract comes to, by its number. */
export type Outcomes = Map<number, Replayed>
