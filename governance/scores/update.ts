import { sql } from 'kysely'
import { scoreOrder, scoreRows } from '../../quality/scores/table.ts'
import { scoreColumns } from '../../warehouse/tables/quality.ts'
import type { Platform } from '../platform.ts'
import { updateFacts } from './facts.ts'

/**
 * Brings quality/indicators and quality/scores up to date with what was ingested, published and settled. Gives the
 * months whose facts were made again, and whether the scores changed.
 */
export async function updateScores(platform: Platform): Promise<{ months: number; changed: boolean }> {
  const months = await updateFacts(platform)
  return { months: months.length, changed: await replaceScores(platform) }
}

/** Writes quality/scores whole where it differs. */
async function replaceScores(platform: Platform): Promise<boolean> {
  const facts = platform.lake.table('quality/indicators')
  const table = platform.lake.table('quality/scores')
  await table.create(scoreColumns(), { evolve: 'replace' })
  const scores = scoreRows(facts.select(await facts.snapshot()), platform.config.quality)
  const rows = sql`select * from ${scores} order by ${scoreOrder}`
  return (await table.replaceIfChanged(platform.engine, rows, { app: 'scores', operation: 'SCORE' })).changed
}
