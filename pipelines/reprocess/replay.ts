import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { carryOut } from '../../governance/decisions/index.ts'
import { problemOf } from '../../governance/problem.ts'
import {
  type Extract,
  finishExtract,
  getExtract,
  isGivenUp,
  type KeyDecision,
  type LedgerDb,
  listExtracts,
  listKeyDecisions,
  listOverrides,
  type Override,
} from '../../warehouse/ledger/index.ts'
import { readingDigest } from '../catalogue_changes/index.ts'
import type { Platform, Problem } from '../platform.ts'
import { blameOf } from '../stages/ingest/blame.ts'
import type { ExtractOutcome } from '../stages/ingest/extract_result.ts'
import { failed, judgedOnce } from '../stages/ingest/settle.ts'
import { createDatasetTables } from '../stages/ingest/tables.ts'
import type { Shadow } from './shadow.ts'

/** What happened to a register, in its order. */
type Happened =
  | { what: 'extract'; seq: number }
  | { what: 'override'; seq: number; override: Override }
  | { what: 'decision'; decision: KeyDecision }

/** What the present rules say of each extract, by its number. */
export type Outcomes = Map<number, ExtractOutcome>

/**
 * Processes the extracts of a dataset in their order as if each had only just come, with what people decided in
 * between, into the tables of a shadow. The ledger is used within a transaction that is rolled back.
 * @throws ShuyuanError what no file is guilty of; nothing was changed
 */
export async function replay(
  platform: Platform,
  dataset: Dataset,
  shadow: Shadow,
  withdrawn: number | null,
): Promise<Outcomes> {
  const { db } = platform.ledger
  const extracts = judgedAmong(await listExtracts(db, dataset.id)).filter(({ seq }) => seq !== withdrawn)
  requireFiles(platform, dataset, extracts)
  const happened = await historyOf(platform, dataset, extracts)
  const outcomes: Outcomes = new Map()
  await rolledBack(db, async (tx) => {
    await tx
      .updateTable('extracts')
      .set({ status: 'landed' })
      .where('dataset', '=', dataset.id)
      .where('seq', 'in', [0, ...extracts.map(({ seq }) => seq)])
      .execute()
    if (withdrawn !== null)
      await tx
        .updateTable('extracts')
        .set({ status: 'withdrawn' })
        .where('dataset', '=', dataset.id)
        .where('seq', '=', withdrawn)
        .execute()
    const ledger = { ...platform.ledger, db: tx }
    await createDatasetTables({ ...platform, lake: shadow.lake }, dataset)
    for (const [done, event] of happened.entries()) {
      platform.progress({
        ...{ stage: `reprocess.${dataset.id}`, what: 'progress.extracts', done, total: happened.length },
      })
      if (event.what === 'decision') {
        shadow.decided(event.decision.seq)
        const extract = extracts.find(({ seq }) => seq === event.decision.extract)
        if (extract) await carryOut({ ...(await shadow.at(extract)), ledger }, dataset, event.decision)
        continue
      }
      if (event.what === 'override' && outcomes.get(event.seq)?.status !== 'blocked') continue
      const extract = await prepared(tx, dataset, event)
      const outcome = await judgedAgain({ ...(await shadow.at(extract)), ledger }, dataset, extract)
      outcomes.set(event.seq, outcome)
      await finishExtract(tx, dataset.id, event.seq, toRecord(platform, dataset, outcome))
    }
  })
  return outcomes
}

/** Every file must be there before anything begins. */
function requireFiles({ paths }: Platform, dataset: Dataset, extracts: Extract[]): void {
  const missing = extracts.find(({ sha256 }) => !existsSync(join(paths.landing, dataset.id, sha256)))
  if (!missing) return
  const { seq, fileName: file, sha256 } = missing
  const path = join(paths.landing, dataset.id, sha256)
  throw new ShuyuanError('pipelines.reprocess_file_missing', {
    dataset: dataset.id,
    extract: seq,
    file,
    path,
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
export function toRecord({ catalogue }: Platform, dataset: Dataset, outcome: ExtractOutcome) {
  const { status, counts, ruleset, problems } = outcome
  const detail = { problems, reading: readingDigest(catalogue, dataset) }
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
