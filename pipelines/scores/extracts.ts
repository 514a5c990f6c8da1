import { z } from 'zod'
import { type Counted, countedByMonth, monthOf, type ScoredExtract } from '../../quality/scores/index.ts'
import { type Extract, listExtracts } from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'

/** The settled extracts of every dataset, each dataset's in the order in which they came. */
export async function settledExtracts(platform: Platform): Promise<Map<string, ScoredExtract[]>> {
  const all = new Map<string, ScoredExtract[]>()
  for (const { id } of platform.catalogue.datasets) {
    const extracts = await listExtracts(platform.ledger.db, id)
    const settled = extracts.flatMap((each) => scored(each) ?? [])
    if (settled.length > 0) all.set(id, settled)
  }
  return all
}

const drifted = z.object({
  problems: z.array(z.object({ code: z.string(), fields: z.object({ missing: z.string().optional() }) })),
})

function scored(extract: Extract): ScoredExtract | undefined {
  const { status } = extract
  if (status === 'landed') return undefined
  return {
    dataset: extract.dataset,
    department: extract.department,
    seq: extract.seq,
    mode: extract.mode,
    asOf: extract.asOf,
    landedAt: extract.landedAt,
    status,
    received: extract.received ?? 0,
    accepted: extract.accepted ?? 0,
    missingColumns: missingColumns(extract),
  }
}

/** Declared columns that the file did not have, as the ingest noted them. */
function missingColumns({ detail }: Extract): number {
  const { data } = drifted.safeParse(detail)
  const drift = data?.problems.find(({ code }) => code === 'ingest.header_drift')
  const missing = drift?.fields.missing ?? '-'
  return missing === '-' ? 0 : missing.split(', ').length
}

/** The extracts that count, by month. */
export function countedIn(extracts: Map<string, ScoredExtract[]>): Map<string, Counted[]> {
  const months = new Map<string, Counted[]>()
  for (const [dataset, own] of extracts) {
    for (const [period, counting] of countedByMonth(own)) {
      const rows = counting.map(({ department, seq, received }) => ({
        dataset,
        department,
        extract: seq,
        period,
        received,
      }))
      months.set(period, [...(months.get(period) ?? []), ...rows])
    }
  }
  return months
}

/** The months in which any extract, readable or not, speaks of a day. */
export function monthsOf(extracts: Map<string, ScoredExtract[]>): string[] {
  return [...new Set([...extracts.values()].flat().map(({ asOf }) => monthOf(asOf)))].sort()
}
