import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { finishDecisions } from '../../governance/decisions/finish.ts'
import { actAs } from '../../governance/officer.ts'
import { isCommitted } from '../../warehouse/lake/transactions.ts'
import { type Extract, finishExtract, getExtract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import { inTransaction, withLock } from '../../warehouse/ledger/locks.ts'
import {
  carryReprocess,
  endReprocess,
  openReprocess,
  type Reprocess,
  unendedReprocess,
} from '../../warehouse/ledger/reprocesses.ts'
import type { Platform } from '../platform.ts'
import { attemptExtract } from '../stages/ingest/attempt.ts'
import { createDatasetTables } from '../stages/ingest/tables.ts'
import './locale.ts'
import { inOrderOf } from './in_order.ts'
import { carryObjections } from './objections.ts'
import type { Outcomes } from './outcomes.ts'
import { isJudged, judgedAmong, replay, requireReplayable, toRecord } from './replay.ts'
import { openShadow, ownTables } from './shadow.ts'
import { type Because, staleExtracts } from './stale.ts'
import { putInPlace } from './swap.ts'

/** Who does it and why. */
export interface Order {
  /** Id of the officer in jobs.config.ts. */
  officer: string
  reason: string
}

/** How the extracts of a dataset stand now; `changed` are those that stand otherwise than before. */
export interface Reprocessed {
  dataset: string
  /** How many were judged again. */
  extracts: number
  /** How many kept the judgement that they had. */
  kept: number
  changed: { extract: number; before: JudgedCounts; after: JudgedCounts }[]
}

export interface JudgedCounts {
  status: Extract['status']
  accepted: number
  quarantined: number
}

/**
 * Judges the extracts of a dataset that are in again, from their files as received, by the present rules, code tables,
 * mapping and contract: raw, std, quarantine, the history and the profiles of quality, what the ledger says of each
 * extract, and objections are then as if they had been judged so at first. Histories and golden records follow with the
 * next build. Because of `registers`, others are taken as they were by the extract's own time, whenever they came, and so
 * they are from then on, whatever the extract is judged again for; else they are taken as they stood when it came. Where
 * only some extracts are named, those are judged again; the others keep the judgement that they had, and what they say is
 * brought anew, in order, to a register in which the named ones say what they say now. All is made beside what is there
 * and put in place at the end, table by table; who is cut off is finished by the next ingest of the dataset, or by the
 * same again.
 * @throws ShuyuanError `catalog.unknown_dataset`, `pipelines.nothing_to_reprocess`, `ledger.unknown_extract`,
 *   `pipelines.not_judged`, `pipelines.extracts_read_otherwise`, as `actAs`, `ledger.personal_data_in_text`,
 *   `ledger.empty_text`, and what stops an extract that its file is not guilty of; nothing was changed then
 */
export async function reprocess(
  platform: Platform,
  id: string,
  {
    because = null,
    extracts: named = [],
    ...order
  }: Order & { because?: Because | null; extracts?: number[] },
): Promise<Reprocessed> {
  const dataset = datasetOf(platform.catalogue, id)
  const actor = actAs(platform, order.officer)
  return withoutIngest(platform, dataset, async () => {
    const judged = judgedAmong(await listExtracts(platform.ledger.db, id))
    for (const seq of named) await requireJudged(platform, dataset, seq, judged)
    const extracts = named.length > 0 ? [...new Set(named)].sort((a, b) => a - b) : null
    const stale = because ? await staleExtracts(platform, dataset) : undefined
    const due = stale?.extracts.some(
      (each) => each.because.includes(because ?? 'rules') && (extracts?.includes(each.seq) ?? true),
    )
    if (judged.length === 0 || due === false)
      throw new ShuyuanError('pipelines.nothing_to_reprocess', {
        ...{ dataset: id, extracts: extracts?.length ?? judged.length },
      })
    return make(platform, dataset, { ...order, actor, because, extracts, withdrawn: null })
  })
}

/**
 * Takes an extract back: raw keeps its rows and landing its file, everything else is as if it had never come.
 * @throws ShuyuanError `pipelines.not_withdrawn` of one that is not in, and as `reprocess`
 */
export async function withdrawExtract(
  platform: Platform,
  { dataset: id, seq }: { dataset: string; seq: number },
  order: Order,
): Promise<Reprocessed> {
  const dataset = datasetOf(platform.catalogue, id)
  const actor = actAs(platform, order.officer)
  return withoutIngest(platform, dataset, async () => {
    const extract = await getExtract(platform.ledger.db, id, seq)
    if (!isJudged(extract))
      throw new ShuyuanError('pipelines.not_withdrawn', { dataset: id, extract: seq, status: extract.status })
    return make(platform, dataset, { ...order, actor, because: null, extracts: null, withdrawn: seq })
  })
}

/** Finishes what a process that died had begun to put in place; what had changed nothing yet is dropped. The caller holds the stage's lock. */
export async function finishReprocess(platform: Platform, dataset: Dataset): Promise<void> {
  const { db } = platform.ledger
  const unended = await unendedReprocess(db, dataset.id)
  if (!unended) return
  await inTransaction(db, (tx) => endReprocess(tx, unended, 'dropped', platform.clock.now()))
  if (unended.status === 'carried') await make(platform, dataset, unended)
}

/** @throws ShuyuanError `pipelines.not_judged` of one that was not judged, or whose file came again */
async function requireJudged(
  { ledger }: Platform,
  { id }: Dataset,
  seq: number,
  judged: Extract[],
): Promise<void> {
  if (judged.some((each) => each.seq === seq)) return
  const { status } = await getExtract(ledger.db, id, seq)
  throw new ShuyuanError('pipelines.not_judged', { dataset: id, extract: seq, status })
}

/** Nothing is ingested into the dataset meanwhile. */
function withoutIngest<T>(platform: Platform, dataset: Dataset, work: () => Promise<T>): Promise<T> {
  return withLock(platform.ledger.db, `stage:ingest.${dataset.id}`, async () => {
    await finishDecisions(platform, dataset)
    await finishReprocess(platform, dataset)
    return work()
  })
}

async function make(
  platform: Platform,
  dataset: Dataset,
  {
    officer,
    actor,
    reason,
    because,
    extracts,
    withdrawn,
  }: Pick<Reprocess, 'officer' | 'actor' | 'reason' | 'because' | 'extracts' | 'withdrawn'>,
): Promise<Reprocessed> {
  const { db } = platform.ledger
  await requireReplayable(platform, dataset, { withdrawn, extracts })
  await createDatasetTables(platform, dataset)
  await finishBegun(platform, dataset)
  const startedAt = platform.clock.now()
  const opened = await openReprocess(db, {
    dataset: dataset.id,
    withdrawn,
    because,
    extracts,
    officer,
    actor,
    reason,
    startedAt,
  })
  const names = ownTables(dataset)
  const inOrder = await inOrderOf(db, dataset.id)
  const shadow = await openShadow(platform, dataset, {
    name: `reprocess-${dataset.id}`,
    names,
    inOrder: (extract) => because === 'registers' || inOrder.has(extract),
  })
  try {
    const before = await listExtracts(db, dataset.id)
    const outcomes = await beforeAnything(platform, opened, () =>
      replay(platform, dataset, shadow, { withdrawn, extracts }),
    )
    const after = before.flatMap((extract) =>
      extractAfter(platform, dataset, extract, { outcomes, withdrawn }),
    )
    await carryReprocess(db, opened.id)
    const worlds = {
      before: { platform, extracts: before.filter(isProcessed) },
      after: { platform: { ...platform, lake: shadow.lake }, extracts: after.filter(isProcessed) },
    }
    await carryObjections(platform, dataset, opened, worlds)
    await putInPlace(platform, dataset, shadow.lake, { id: opened.id, last: Math.max(0, ...outcomes.keys()) })
    const changed = changesOf(before, after, withdrawn)
    const again = extracts?.length ?? outcomes.size
    await inTransaction(db, async (tx) => {
      for (const [seq, outcome] of outcomes)
        await finishExtract(tx, dataset.id, seq, toRecord(platform, dataset, outcome))
      if (withdrawn !== null) await finishExtract(tx, dataset.id, withdrawn, { status: 'withdrawn' })
      const detail = { extracts: again, changed: changed.length }
      await endReprocess(tx, opened, 'done', platform.clock.now(), detail)
    })
    return { dataset: dataset.id, extracts: again, kept: outcomes.size - again, changed }
  } finally {
    await shadow.remove()
  }
}

/** Extracts of which a process that died has written rows: they come to their result first. */
async function finishBegun(platform: Platform, dataset: Dataset): Promise<void> {
  const snapshot = await platform.lake.table(`raw/${dataset.id}`).snapshot()
  for (const extract of await listExtracts(platform.ledger.db, dataset.id, 'landed'))
    if (isCommitted(snapshot, { app: 'ingest', version: extract.seq }))
      await attemptExtract(platform, dataset, extract)
}

/** What fails before anything was changed leaves nothing to be finished. */
async function beforeAnything<T>(platform: Platform, opened: Reprocess, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await inTransaction(platform.ledger.db, (tx) => endReprocess(tx, opened, 'dropped', platform.clock.now()))
    throw error
  }
}

const isProcessed = ({ status }: Extract) => status !== 'landed' && status !== 'withdrawn'

function extractAfter(
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
  { outcomes, withdrawn }: { outcomes: Outcomes; withdrawn: number | null },
): Extract[] {
  if (extract.seq === withdrawn) return []
  const outcome = outcomes.get(extract.seq)
  if (!outcome) return [extract]
  const { ruleset = null, ...rest } = toRecord(platform, dataset, outcome)
  return [{ ...extract, ruleset, ...rest }]
}

function changesOf(before: Extract[], after: Extract[], withdrawn: number | null): Reprocessed['changed'] {
  const judgedCounts = ({ status, accepted, quarantined }: Extract): JudgedCounts => ({
    ...{ status, accepted: accepted ?? 0, quarantined: quarantined ?? 0 },
  })
  return before.flatMap((extract) => {
    const now = after.find(({ seq }) => seq === extract.seq)
    const earlier = judgedCounts(extract)
    const later: JudgedCounts = now ? judgedCounts(now) : { status: 'withdrawn', accepted: 0, quarantined: 0 }
    const same = !(extract.seq === withdrawn) && JSON.stringify(earlier) === JSON.stringify(later)
    return same ? [] : [{ extract: extract.seq, before: earlier, after: later }]
  })
}
