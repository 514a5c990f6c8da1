import { sql } from 'kysely'
import { type ScoreScope, sources } from '../../quality/scores/model.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { Platform } from '../platform.ts'
import { newestPeriod } from './read.ts'

/** Where the rows behind a figure are: rows of quarantine, extracts of the ledger, the catalogue, conflicts, objections. */
export const behindKinds = ['rule', 'keys', 'extracts', 'catalogue', 'copies', 'objections'] as const
export type BehindKind = (typeof behindKinds)[number]

/** One part of a figure: what evaluated, in which register, how much of it. The parts add up to the figure. */
export interface Behind {
  department: string
  dataset: string | null
  dimension: string
  indicator: string
  kind: BehindKind
  /** The rule's id, `extract.*`, `catalogue.*`, `copies.<foundation>.<element>`. */
  source: string
  evaluated: number
  failed: number
}

/** What the figures of a scope and period are made of, of one indicator where named; most failures first. */
export async function behindOf(
  platform: Platform,
  scope: ScoreScope & { indicator?: string | undefined },
): Promise<Behind[]> {
  const table = platform.lake.table('quality/indicators')
  if (!(await table.exists())) return []
  const period = scope.period ?? (await newestPeriod(platform, scope))
  const rows = await platform.engine.rows<Omit<Behind, 'kind'>>(sql`
    select department, dataset, dimension, indicator, source, sum(evaluated) as evaluated, sum(failed) as failed
    from ${table.select(await table.snapshot())} where ${within({ ...scope, period })} group by all
    order by failed desc, department, dataset, dimension, indicator, source`)
  return rows.map((row) => ({ ...row, kind: kindOf(row.source) }))
}

/** True of the facts of a scope. */
function within(scope: ScoreScope & { indicator?: string | undefined }): Expression<boolean> {
  const { department, dataset, division, period = 'all', indicator } = scope
  const equal = Object.entries({ department, dataset, division, indicator }).flatMap(([name, value]) =>
    value === undefined ? [] : [sql<boolean>`${sql.id(name)} = ${value}`],
  )
  const during = period === 'all' ? sql<boolean>`true` : sql<boolean>`starts_with(period, ${period})`
  return sql<boolean>`${sql.join([during, ...equal], sql` and `)}`
}

/** What kind of rows a source has. */
export function kindOf(source: string): BehindKind {
  // A rule on the extract as a whole has no field: `dataset._.freshness.late`.
  if (source.startsWith('extract.') || source.includes('._.')) return 'extracts'
  if (source.startsWith('catalogue.')) return 'catalogue'
  if (source.startsWith(sources.copies)) return 'copies'
  if (source.startsWith(sources.keys)) return 'keys'
  return source === sources.objections ? 'objections' : 'rule'
}
