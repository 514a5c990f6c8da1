import { z } from 'zod'
import { countedByMonth, type ScoredExtract } from '../../quality/scores/extracts.ts'
import type { Counted } from '../../quality/scores/facts/history.ts'
import { type Extract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'

/** The processed extracts of every dataset, each dataset's in the order in which they came. */
export async function scoredExtracts(platform: Platform): Promise<Map<string, ScoredExtract[]>> {
  const all = new Map<string, ScoredExtract[]>()
  for (const { id } of platform.catalogue.datasets) {
    const extracts = await listExtracts(platform.ledger.db, id)
    const processed = extracts.flatMap((each) => scored(each) ?? [])
    if (processed.length > 0) all.set(id, processed)
  }
  return all
}

const text = z.string().optional()
const noted = z.object({
  problems: z.array(z.object({ code: z.string(), fields: z.object({ missing: text, renamed: text }) })),
})

function scored(extract: Extract): ScoredExtract | undefined {
  const { status } = extract
  if (status === 'landed' || status === 'withdrawn' || isSetAside(extract)) return undefined
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
    deviatingColumns: deviatingColumns(extract),
  }
}

/** True of an extract that the platform could not process: no fault of its department's. */
function isSetAside({ detail }: Extract): boolean {
  const problems = noted.safeParse(detail).data?.problems ?? []
  return problems.some(({ code }) => code.startsWith('error.pipelines.'))
}

/** Declared columns that the file did not have, or only under a name that nobody agreed on, as the ingest noted them. */
function deviatingColumns({ detail }: Extract): number {
  const problems = noted.safeParse(detail).data?.problems ?? []
  const drift = problems.find(({ code }) => code === 'ingest.header_drift')?.fields
  return lengthOf(drift?.missing) + lengthOf(drift?.renamed)
}

/** How many names a list of them has; `-` and nothing: none. */
function lengthOf(list: string | undefined): number {
  return list === undefined || list === '' || list === '-' ? 0 : list.split(', ').length
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
