import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { carryOut } from '../../governance/decisions/finish.ts'
import { wasRescued } from '../../governance/decisions/rescue.ts'
import { problemOf } from '../../governance/problem.ts'
import { readingDigest } from '../../quality/catalogue_changes/reading.ts'
import { isGivenUp } from '../../warehouse/ledger/extract_decisions.ts'
import { type Extract, finishExtract, getExtract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { type KeyDecision, listKeyDecisions } from '../../warehouse/ledger/key_decisions.ts'
import type { LedgerDb } from '../../warehouse/ledger/open.ts'
import { listOverrides, type Override } from '../../warehouse/ledger/overrides/overrides.ts'
import type { Platform } from '../platform.ts'
import { judgedOnce } from '../stages/ingest/attempt.ts'
import { blameOf } from '../stages/ingest/blame.ts'
import { type ExtractOutcome, failed } from '../stages/ingest/extract_result.ts'
import { createDatasetTables } from '../stages/ingest/tables.ts'
import type { Outcomes, Replayed } from './outcomes.ts'
import type { Shadow } from './shadow.ts'
import { requireSameReading, takeOver, wasLetPass } from './unchanged.ts'

/** What happened to a register, in its order. */
type Happened =
  | { what: 'extract'; seq: number }
  | { what: 'override'; seq: number; override: Override }
  | { what: 'decision'; decision: KeyDecision }

/** Which extracts are judged again. */
export interface Wanted {
  /** Undone: it is left out. */
  withdrawn: number | null
  /** Only these; the others keep the judgement that they had. Null: all. */
  extracts: number[] | null
}

/**
 * What is to be judged again has its file, and what keeps its judgement is read as it was.
 * @throws ShuyuanError `pipelines.reprocess_file_missing`, `pipelines.extracts_read_otherwise`
 */
export async function requireReplayable(platform: Platform, dataset: Dataset, wanted: Wanted): Promise<void> {
  const { again, kept } = await dividedBy(platform.ledger.db, dataset, wanted)
  requireFiles(platform, dataset, again)
  requireSameReading(platform, dataset, kept)
}

/** The extracts that were judged: those that are judged again, and those that keep their judgement. */
async function dividedBy(db: LedgerDb, { id }: Dataset, { withdrawn, extracts: named }: Wanted) {
  const extracts = judgedAmong(await listExtracts(db, id)).filter(({ seq }) => seq !== withdrawn)
  const isNamed = ({ seq }: Extract) => named?.includes(seq) ?? true
  return {
    extracts,
    again: extracts.filter(isNamed),
    kept: extracts.filter((extract) => !isNamed(extract)),
  }
}

/**
 * Processes the extracts of a dataset in their order as if each had only just come, with what people decided in
 * between, into the tables of a shadow. The ledger is used within a transaction that is rolled back.
 * Call `requireReplayable` before.
 * @throws what no file is guilty of; nothing was changed
 */
export async function replay(
  platform: Platform,
  dataset: Dataset,
  shadow: Shadow,
  wanted: Wanted,
): Promise<Outcomes> {
  const { db } = platform.ledger
  const { extracts, kept } = await dividedBy(db, dataset, wanted)
  const happened = await historyOf(platform, dataset, extracts)
  const outcomes: Outcomes = new Map()
  await rolledBack(db, async (tx) => {
    await asIfLanded(tx, dataset, extracts, wanted.withdrawn)
    const ledger = { ...platform.ledger, db: tx }
    await createDatasetTables({ ...platform, lake: shadow.lake }, dataset)
    const work: Work = { platform, dataset, shadow, ledger, extracts, kept, happened, outcomes }
    for (const [done, event] of happened.entries()) {
      platform.progress({
        ...{ stage: `reprocess.${dataset.id}`, what: 'progress.extracts', done, total: happened.length },
      })
      if (event.what === 'decision') await decideAgain(work, event.decision)
      else await bringAgain(work, event)
    }
  })
  return outcomes
}

interface Work {
  platform: Platform
  dataset: Dataset
  shadow: Shadow
  /** In which the extracts are as if they had only just come. */
  ledger: Platform['ledger']
  /** As they stand. */
  extracts: Extract[]
  kept: Extract[]
  happened: Happened[]
  outcomes: Outcomes
}

async function asIfLanded(
  tx: LedgerDb,
  { id }: Dataset,
  extracts: Extract[],
  withdrawn: number | null,
): Promise<void> {
  const put = (status: 'landed' | 'withdrawn', seqs: number[]) =>
    tx
      .updateTable('extracts')
      .set({ status })
      .where('dataset', '=', id)
      .where('seq', 'in', [0, ...seqs])
      .execute()
  await put(
    'landed',
    extracts.map(({ seq }) => seq),
  )
  if (withdrawn !== null) await put('withdrawn', [withdrawn])
}

/** Carries out what a person decided on a record. Undoing reaches all rows that the decision gave a key, in whatever extract. */
async function decideAgain(
  { platform, dataset, shadow, ledger, extracts, kept }: Work,
  decision: KeyDecision,
): Promise<void> {
  shadow.decided(decision.seq)
  if (decision.action === 'undo')
    return carryOut({ ...platform, lake: shadow.lake, ledger }, dataset, decision)
  const extract = extracts.find(({ seq }) => seq === decision.extract)
  if (!extract) return
  const then = { ...(await shadow.at(extract)), ledger }
  if (!kept.includes(extract)) await carryOut(then, dataset, decision)
  else if (await wasRescued(platform, dataset, decision))
    await carryOut(then, dataset, decision, { judged: false })
}

/** Judges an extract again, or takes it as it was judged. */
async function bringAgain(work: Work, event: Exclude<Happened, { what: 'decision' }>): Promise<void> {
  const { platform, dataset, shadow, ledger, outcomes, happened } = work
  const { seq } = event
  if (event.what === 'override' && outcomes.get(seq)?.status !== 'blocked') return
  const extract = await prepared(ledger.db, dataset, event)
  const then = { ...(await shadow.at(extract)), ledger }
  const kept = work.kept.find((each) => each.seq === seq)
  const override = event.what === 'override' ? event.override : undefined
  const later = !override && happened.some((each) => each.what === 'override' && each.seq === seq)
  const outcome = kept
    ? await takeOver(platform, then, dataset, kept, { later: later && wasLetPass(kept), override })
    : await judgedAgain(then, dataset, extract)
  outcomes.set(seq, outcome)
  await finishExtract(ledger.db, dataset.id, seq, toRecord(platform, dataset, outcome))
}

/** Every file that is read must be there before anything begins. */
function requireFiles({ paths }: Platform, dataset: Dataset, extracts: Extract[]): void {
  const pathOf = ({ sha256 }: Extract) => join(paths.landing, dataset.id, sha256)
  const missing = extracts.filter((extract) => !existsSync(pathOf(extract)))
  const [first] = missing
  if (!first) return
  const { seq, fileName: file, sha256, bytes } = first
  throw new ShuyuanError('pipelines.reprocess_file_missing', {
    ...{ dataset: dataset.id, extract: seq, file, bytes, sha256, path: pathOf(first) },
    missing: missing.map((each) => each.seq).join(' '),
  })
}

/** An extract whose file was judged, well or not. What was set aside by the platform, given up or withdrawn stays so. */
export function isJudged(extract: Extract): boolean {
  const { status, detail } = extract
  if (isGivenUp(extract)) return false
  if (status === 'ingested' || status === 'blocked') return true
  const { problems = [] } = detail as { problems?: Problem[] }
  return status === 'failed' && problems.some(({ code }) => code.startsWith('error.connectors.'))
}

/** The extracts that are judged again: of those that failed, none whose file came again. */
export function judgedAmong(extracts: Extract[]): Extract[] {
  const same = (one: Extract, other: Extract) =>
    one.sha256 === other.sha256 && one.mode === other.mode && one.asOf.getTime() === other.asOf.getTime()
  return extracts
    .filter(isJudged)
    .filter(
      (extract, at, all) =>
        extract.status !== 'failed' ||
        !all.some(
          (other, place) => place !== at && same(extract, other) && (other.status !== 'failed' || place > at),
        ),
    )
}

/** What the ledger keeps of an outcome. */
export function toRecord({ catalogue }: Platform, dataset: Dataset, outcome: Replayed) {
  const { status, counts, ruleset, problems } = outcome
  const detail = { ...(outcome.detail ?? { reading: readingDigest(catalogue, dataset) }), problems }
  return { status, ...counts, ...(ruleset ? { ruleset } : {}), detail }
}

/**
 * The extracts in the order in which they came; and, where the log says that they were carried out, the decisions on
 * records, and the overrides of extracts that were held.
 */
async function historyOf(platform: Platform, dataset: Dataset, extracts: Extract[]): Promise<Happened[]> {
  const { db } = platform.ledger
  const table = platform.lake.table(`std/${dataset.id}`)
  const decisions = await listKeyDecisions(db, dataset.id, 'done')
  const overrides = (await listOverrides(db, 'used')).filter(
    ({ kind, subject }) => kind === 'extract' && subject === dataset.id,
  )
  const after = new Map<number, Happened[]>()
  const seen = new Set<string>()
  let last = 0
  for (const { txn } of (await table.exists()) ? await table.history() : []) {
    if (!txn || seen.has(`${txn.app} ${txn.version}`)) continue
    seen.add(`${txn.app} ${txn.version}`)
    if (txn.app === 'ingest') last = Math.max(last, txn.version)
    const decision = txn.app === 'decision' && decisions.find(({ seq }) => seq === txn.version)
    const override = txn.app === 'override' && overrides.find(({ id }) => id === txn.version)
    // An extract that was held has come before it was let pass, though the log has nothing of it until then.
    if (override) last = Math.max(last, override.extract ?? 0)
    const found = after.get(last) ?? []
    if (decision) found.push({ what: 'decision', decision })
    if (override && override.extract !== null)
      found.push({ what: 'override', seq: override.extract, override })
    after.set(last, found)
  }
  const happened: Happened[] = [...(after.get(0) ?? [])]
  const placed = new Set([0])
  for (const { seq } of extracts) {
    happened.push({ what: 'extract', seq })
    for (const [at, events] of after)
      if (at <= seq && !placed.has(at)) {
        happened.push(...events)
        placed.add(at)
      }
  }
  for (const [at, events] of after) if (!placed.has(at)) happened.push(...events)
  return happened
}

/** The extract as it stood when it was taken up; with its override open again where one let it pass. */
async function prepared(
  tx: LedgerDb,
  dataset: Dataset,
  event: Exclude<Happened, { what: 'decision' }>,
): Promise<Extract> {
  if (event.what === 'override')
    await tx
      .updateTable('gateOverrides')
      .set({ status: 'open', endedAt: null, endedBy: null, endReason: null })
      .where('id', '=', event.override.id)
      .execute()
  return getExtract(tx, dataset.id, event.seq)
}

async function judgedAgain(platform: Platform, dataset: Dataset, extract: Extract): Promise<ExtractOutcome> {
  try {
    return await judgedOnce(platform, dataset, extract)
  } catch (error) {
    if (blameOf(error) !== 'file') throw error
    return failed(extract, problemOf(error))
  }
}

class RolledBack extends Error {}

/** Runs `work` in a transaction of which nothing stays. */
async function rolledBack(db: LedgerDb, work: (tx: LedgerDb) => Promise<void>): Promise<void> {
  try {
    await db.transaction().execute(async (tx) => {
      await work(tx)
      throw new RolledBack()
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
  }
}
