import type { Extract } from '../../warehouse/ledger/extracts.ts'
import type { LedgerDb } from '../../warehouse/ledger/open.ts'
import { carriedOut } from '../../warehouse/ledger/reprocesses.ts'

/** Which extracts of a dataset are judged in the order of times: against other registers as they were by the extract's own time. */
export interface InOrder {
  /** True of one that was judged so once, by name or with its whole dataset: it is judged so whenever it is judged again. */
  has(extract: Pick<Extract, 'seq'>): boolean
  /** When it was last judged so; undefined: it stands as it came. */
  judgedAt(extract: Pick<Extract, 'seq' | 'landedAt'>): Date | undefined
}

/** What the ledger says of a dataset. */
export async function inOrderOf(db: LedgerDb, dataset: string): Promise<InOrder> {
  const done = await carriedOut(db, dataset)
  const withExtract = (seq: number) => done.filter(({ extracts }) => extracts?.includes(seq) ?? true)
  const since = (seq: number) => {
    const all = withExtract(seq)
    const first = all.findIndex(({ because }) => because === 'registers')
    return first < 0 ? [] : all.slice(first)
  }
  return {
    has: ({ seq }) => since(seq).length > 0,
    judgedAt: ({ seq, landedAt }) => since(seq).findLast(({ startedAt }) => startedAt > landedAt)?.startedAt,
  }
}
