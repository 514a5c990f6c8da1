import { z } from 'zod'
import { monthOf } from '../../../quality/scores/period.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { values } from '../../../warehouse/engine/values.ts'
import { type Extract, listExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import type { Platform } from '../../platform.ts'

/** Every processed extract of a register, in order, with what reports ask of it. */
export interface ReportedExtract extends Omit<Extract, 'detail'> {
  period: string
  problems: Problem[]
  /** Of the last full delivery, or after it: its failing rows wait for correction. */
  effective: boolean
}

const fieldSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
const detailSchema = z.object({
  problems: z.array(z.object({ code: z.string(), fields: z.record(z.string(), fieldSchema) })),
})

/** The processed extracts of every register of the catalogue. */
export async function reportedExtracts(platform: Platform): Promise<Map<string, ReportedExtract[]>> {
  const lists = platform.catalogue.datasets.map(async ({ id }) => {
    const processed = (await listExtracts(platform.ledger.db, id)).filter(
      ({ status }) => status !== 'landed' && status !== 'withdrawn',
    )
    return [id, reported(processed)] as const
  })
  return new Map(await Promise.all(lists))
}

function reported(extracts: Extract[]): ReportedExtract[] {
  const effective = effectiveExtracts(extracts)
  return extracts.map((extract) => ({
    ...extract,
    period: monthOf(extract.asOf),
    problems: detailSchema.safeParse(extract.detail).data?.problems ?? [],
    effective: effective.has(extract.seq),
  }))
}

/** The last full dump that could be read and the deltas after it; without a dump all deltas. */
function effectiveExtracts(extracts: Extract[]): Set<number> {
  const read = extracts.filter(({ status }) => status !== 'failed')
  const ordered = read.toSorted((a, b) => a.asOf.getTime() - b.asOf.getTime() || a.seq - b.seq)
  const last = ordered.findLastIndex(({ mode }) => mode === 'full')
  return new Set(ordered.slice(Math.max(0, last)).map(({ seq }) => seq))
}

/** `dataset, _extract` of these extracts, to join with. */
export function extractRows(extracts: ReportedExtract[]): Relation {
  return values(
    { dataset: 'VARCHAR', _extract: 'INTEGER' },
    extracts.map(({ dataset, seq }) => ({ dataset, _extract: seq })),
  )
}
