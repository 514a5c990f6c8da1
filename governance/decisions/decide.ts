import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Decision } from '../../warehouse/candidates/decisions.ts'
import { profileOf } from '../../warehouse/candidates/profile.ts'
import { bucketOf } from '../../warehouse/engine/bucket.ts'
import { openKeyDecision } from '../../warehouse/ledger/key_decisions.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import type { Platform } from '../platform.ts'
import { pseudonym } from '../pseudonym.ts'
import { actor } from '../record.ts'
import { withSteps } from '../step.ts'
import { completeDecision, decisionSteps, decisionsOf } from './finish.ts'
import './locale.ts'
import { withAccepted } from './rescue.ts'
import { noSuchRecord, type WaitingPlace } from './show.ts'
import { waitingRows } from './waiting.ts'

export interface Decided {
  /** `dataset.number`, the name to undo it by. */
  decision: string
  /** False: the record says too little to be known again; when it comes again it waits again. */
  remembered: boolean
}

/**
 * Decides whose record a waiting one is: it gets `key`, is judged again and goes to std; later extracts that bring the
 * same record without a usable key get it too. With `key` null: nobody's, and it waits no longer.
 * @throws ShuyuanError `candidates.no_such_record`, `candidates.unknown_key`, `candidates.still_rejected`,
 *   `candidates.no_reason`
 */
export async function decide(
  platform: Platform,
  place: WaitingPlace,
  choice: { key: string | null; reason: string },
): Promise<Decided> {
  const { dataset, extract, line } = place
  const reason = reasonOf(choice.reason)
  return withSteps(platform, decisionSteps, [dataset.id], async () => {
    const waiting = await waitingAt(platform, place)
    const key = choice.key === null ? null : choice.key.trim().toUpperCase()
    if (key !== null) await checkKey(platform, place, key)
    const opened = await openKeyDecision(platform.ledger.db, {
      dataset: dataset.id,
      action: key === null ? 'none' : 'decide',
      extract,
      line,
      pseudonym: key === null ? undefined : await pseudonym(platform, `${dataset.foundation} ${key}`),
      actor: actor(),
      reason,
      decidedAt: platform.clock.now(),
    })
    const fingerprint = waiting.remembered ? waiting.fingerprint : null
    const { seq, action } = opened
    await completeDecision(platform, opened, { seq, action, of: null, fingerprint, key, extract, line })
    return { decision: `${dataset.id}.${seq}`, remembered: waiting.remembered }
  })
}

/**
 * Undoes a decision: the rows it brought to std, in its own and in later extracts, are taken back, and the record
 * waits again.
 * @param name `dataset.number`
 * @throws ShuyuanError `candidates.bad_decision`, `candidates.not_in_force`, `candidates.no_reason`
 */
export async function undo(platform: Platform, name: string, reason: string): Promise<Decided> {
  const { id, seq: of } = parseName(name)
  const dataset = datasetOf(platform.catalogue, id)
  const why = reasonOf(reason)
  return withSteps(platform, decisionSteps, [dataset.id], async () => {
    const decided = (await decisionsOf(platform, dataset)).find((decision) => decision.seq === of)
    if (!decided) throw new ShuyuanError('candidates.not_in_force', { decision: name, dataset: dataset.id })
    const { extract, line } = decided
    const opened = await openKeyDecision(platform.ledger.db, {
      dataset: dataset.id,
      action: 'undo',
      of,
      extract,
      line,
      actor: actor(),
      reason: why,
      decidedAt: platform.clock.now(),
    })
    const undone: Decision = { ...decided, seq: opened.seq, action: 'undo', of, key: null }
    await completeDecision(platform, opened, undone)
    return { decision: `${dataset.id}.${opened.seq}`, remembered: decided.fingerprint !== null }
  })
}

async function waitingAt(platform: Platform, place: WaitingPlace) {
  const rows = await waitingRows(platform, place.dataset)
  const [found] = rows
    ? await platform.engine.rows<{ fingerprint: string; remembered: boolean }>(
        sql`select fingerprint, remembered from ${rows}
          where _extract = ${sql.lit(place.extract)} and _line = ${sql.lit(place.line)}`,
      )
    : []
  if (!found) throw noSuchRecord(place)
  return found
}

/** The key must be that of a published record, where records can be matched at all, and the row must pass with it. */
async function checkKey(platform: Platform, place: WaitingPlace, key: string): Promise<void> {
  const foundation = foundationOf(platform.catalogue, place.dataset.foundation)
  if (profileOf(foundation)) {
    const release = await latestRelease(platform.ledger.db, foundation.id)
    const fields = { foundation: foundation.id, release: release?.number ?? 0 }
    const version = release?.tables[`base/${foundation.id}`]
    if (version === undefined || !(await isPublished(platform, place.dataset, key, version)))
      throw new ShuyuanError('candidates.unknown_key', fields)
  }
  const session = await platform.engine.session()
  try {
    await withAccepted(platform, session, place, key, async () => {})
  } finally {
    session.close()
  }
}

async function isPublished(
  platform: Platform,
  dataset: Dataset,
  key: string,
  version: number,
): Promise<boolean> {
  const foundation = foundationOf(platform.catalogue, dataset.foundation)
  const [row] = await platform.engine.rows<{ bucket: number }>(
    sql`select ${bucketOf(sql`${key}::varchar`, foundation.buckets)} as bucket`,
  )
  const table = platform.lake.table(`base/${foundation.id}`)
  const base = table.select(await table.snapshot({ version }), { buckets: [row?.bucket ?? 0] })
  const found = await platform.engine.rows(
    sql`select 1 from ${base} where ${sql.id(foundation.key)} = ${key}::varchar`,
  )
  return found.length > 0
}

function parseName(name: string): { id: string; seq: number } {
  const [, id = '', seq = ''] = /^([a-z][a-z0-9_]*)\.(\d+)$/.exec(name) ?? []
  if (id === '') throw new ShuyuanError('candidates.bad_decision', { decision: name })
  return { id, seq: Number(seq) }
}

function reasonOf(reason: string): string {
  const text = reason.trim()
  if (text === '') throw new ShuyuanError('candidates.no_reason')
  return text
}
