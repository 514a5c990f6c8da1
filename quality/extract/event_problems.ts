import { sql } from 'kysely'
import { z } from 'zod'
import type { Dataset } from '../../catalog/dataset.ts'
import { presentField } from '../../catalog/lookup.ts'
import { itemsAs, jsonText } from '../../warehouse/engine/functions.ts'
import type { Warehouse } from '../../warehouse/warehouse.ts'

/** What is wrong with an event. Of its values nothing is told: its sender has them. */
export interface EventProblem {
  /** Place of the event in the batch, from 1. */
  event: number
  /** In quarantine alone; else it is in std all the same. */
  rejected: boolean
  violations: { field: string | null; code: string }[]
}

const MOST_PROBLEMS = 1000

/** Events of a batch that a rule of quality fails, in the order of their places; at most `MOST_PROBLEMS`. */
export async function eventProblems(
  { lake, engine }: Pick<Warehouse, 'lake' | 'engine'>,
  dataset: Dataset,
  seq: number,
  { firstLine: first, events }: { firstLine: number; events: number },
): Promise<EventProblem[]> {
  const quarantine = await lake.table(`quarantine/${dataset.id}`).ofExtract([seq])
  const told = itemsAs(sql`violations`, (each) => sql`{'field': ${each}.field, 'code': ${each}.code}`)
  const rows = await engine.rows<{ event: number; rejected: boolean; violations: string }>(
    sql`select (_line - ${sql.lit(first - 1)})::integer as event, rejected,
        ${jsonText(told)} as violations
      from ${quarantine}
      where _extract = ${sql.lit(seq)} and _line between ${sql.lit(first)} and ${sql.lit(first + events - 1)}
      order by _line limit ${sql.lit(MOST_PROBLEMS)}`,
  )
  return rows.map(({ violations, ...row }) => ({
    ...row,
    violations: violationsSchema.parse(JSON.parse(violations)).map(({ field, code }) => ({
      ...{ field: field && presentField(dataset, field), code },
    })),
  }))
}

const violationsSchema = z.array(z.object({ field: z.string().nullable(), code: z.string() }))
