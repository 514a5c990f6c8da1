import { sql } from 'kysely'
import { scoreColumns, scoreOrder, scoreRows } from '../../quality/scores/index.ts'
import type { Platform, StageResult } from '../platform.ts'
import { idsOf, type StageKind } from '../stage.ts'
import { updateFacts } from './facts.ts'

/** Scores every register and department, when all else has ended. */
export const score: StageKind = {
  kind: 'score',
  targets: () => ['all'],
  after: (_, { planned }) => idsOf(planned),
  always: true,
  run: (platform) => scoreStage(platform),
}

/** Brings quality/indicators and quality/scores up to date with what was ingested, published and settled. */
export async function scoreStage(platform: Platform): Promise<StageResult> {
  const months = await updateFacts(platform)
  const changed = await updateScores(platform)
  const version = async (name: string) => (await platform.lake.table(name).snapshot()).version
  return {
    status: months.length > 0 || changed ? 'succeeded' : 'skipped',
    inputs: {},
    outputs: {
      'quality/indicators': await version('quality/indicators'),
      'quality/scores': await version('quality/scores'),
    },
    counts: { months: months.length },
    problems: [],
  }
}

/** Writes quality/scores whole where it differs. */
async function updateScores(platform: Platform): Promise<boolean> {
  const facts = platform.lake.table('quality/indicators')
  const table = platform.lake.table('quality/scores')
  await table.create(scoreColumns(), { evolve: 'replace' })
  const scores = scoreRows(facts.select(await facts.snapshot()), platform.config.quality)
  const rows = sql`select * from ${scores} order by ${scoreOrder}`
  return (await table.replaceIfChanged(platform.engine, rows, { app: 'scores', operation: 'SCORE' })).changed
}
