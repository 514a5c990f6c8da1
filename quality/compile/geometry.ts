import { type RawBuilder, sql } from 'kysely'
import { bitOf, type Problem } from '../geometry/problems.ts'
import { helper } from '../normalise/level.ts'

/** The pass over the geometries found the problem. */
export function geometryBad(field: string, problem: Problem): RawBuilder<unknown> {
  return sql`(${helper(field, 'problems')} & ${sql.lit(bitOf(problem))}) <> 0`
}
