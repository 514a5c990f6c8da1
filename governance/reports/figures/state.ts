import { dayOf } from '../../../core/day.ts'
import type { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { listRuns } from '../../../warehouse/ledger/runs.ts'
import type { Platform } from '../../platform.ts'
import { findCorrected, uncorrectedCounts, uncorrectedRules } from './corrected.ts'
import {
  type Cause,
  type CountsAt,
  causesIn,
  countsAt,
  type DivisionCount,
  divisionCounts,
  type FailingCount,
  failingCounts,
  type RuleCount,
  ruleCounts,
} from './counts.ts'
import { type ReportedExtract, reportedExtracts } from './extracts.ts'
import { type OpenRelations, relationsOf } from './relations.ts'
import { openScoreBook, type Part, type ScoreBook } from './score_book.ts'
import { type Words, wordsOf } from './words.ts'

/** What all reports of one moment are made from, gathered once: a few queries, however many reports. */
export interface State {
  extracts: Map<string, ReportedExtract[]>
  /** Day of the newest data, and of the last run. */
  asOf: string
  day: string
  /** The last month that reports may be about. */
  until: string
  scores: ScoreBook
  rules: RuleCount[]
  received: DivisionCount[]
  /** Failing rows of the effective extracts that wait for correction. */
  open: FailingCount[]
  /** Of one extract, and league or city where one is named: rows received, and those that failed. */
  at: CountsAt
  causes: Cause[]
  tables: [table: string, version: number][]
  words: Words
  relations: OpenRelations
}

/** Gathers what reports say. `period` (YYYY-MM): not about anything later. The state lasts as long as `tables`. */
export async function gatherState(
  platform: Platform,
  tables: TemporaryTables,
  period?: string,
): Promise<State> {
  const extracts = await reportedExtracts(platform)
  const all = [...extracts.values()].flat()
  const newest = all.reduce((last, { asOf }) => Math.max(last, asOf.getTime()), 0)
  const asOf = dayOf(new Date(newest))
  const until = period ?? asOf.slice(0, 7)
  const scores = await openScoreBook(platform, until)
  const counts = { received: await divisionCounts(platform), failing: await failingCounts(platform) }
  const corrected = await findCorrected(platform, extracts, tables)
  const effective = effectiveCounts(extracts, counts.failing)
  const [run] = await listRuns(platform.ledger.db, { limit: 1 })
  return {
    extracts,
    asOf,
    day: run ? dayOf(run.startedAt) : asOf,
    until,
    scores,
    rules: uncorrectedRules(await ruleCounts(platform, all), corrected),
    received: counts.received,
    open: uncorrectedCounts(effective, corrected),
    at: countsAt(counts),
    causes: await causesIn(platform, scores.months({})),
    tables: await tableVersions(platform),
    words: wordsOf(platform.catalogue),
    relations: relationsOf(platform, corrected),
  }
}

function effectiveCounts(extracts: State['extracts'], counts: FailingCount[]): FailingCount[] {
  const effective = new Set(
    [...extracts.values()].flat().flatMap((each) => (each.effective ? [`${each.dataset} ${each.seq}`] : [])),
  )
  return counts.filter(({ dataset, extract }) => effective.has(`${dataset} ${extract}`))
}

/** The month that the report of a part is about: its last one with a score, else the last one with an extract. */
export function periodOf(state: State, part: Part): string {
  return state.scores.months(part).at(-1) ?? state.until
}

async function tableVersions({ lake, catalogue }: Platform): Promise<State['tables']> {
  const names = ['quality/history', 'quality/indicators', 'quality/scores', 'quality/rules']
  const quarantines = catalogue.datasets.map(({ id }) => `quarantine/${id}`)
  const versions: State['tables'] = []
  for (const name of [...names, ...quarantines, 'objections/items']) {
    const table = lake.table(name)
    if (await table.exists()) versions.push([name, (await table.snapshot()).version])
  }
  return versions
}
