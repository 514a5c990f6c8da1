import { sql } from 'kysely'
import type { Expression } from '../engine/relation.ts'
import type { LakeTable } from './types.ts'

/** A table of which only the rows are read for which the condition is true when they are read; undefined: all. */
export function partOf(table: LakeTable, condition: () => Expression | undefined): LakeTable {
  return {
    ...table,
    select(snapshot, options) {
      const rows = table.select(snapshot, options)
      const wanted = condition()
      return wanted ? sql`(select * from ${rows} where ${wanted})` : rows
    },
  }
}
