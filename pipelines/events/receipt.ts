import { actorFor, may } from '../../access/authorise.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { SignedHead } from '../../exchange/audit_head.ts'
import { signedHead } from '../../governance/audit_heads.ts'
import { type EventProblem, eventProblems } from '../../quality/extract/event_problems.ts'
import { isCommitted } from '../../warehouse/lake/transactions.ts'
import { findBatch } from '../../warehouse/ledger/events.ts'
import { getExtract } from '../../warehouse/ledger/extracts.ts'
import { listReleases, type Release } from '../../warehouse/ledger/releases.ts'
import type { Platform } from '../platform.ts'
import './locale.ts'

export const receiptStates = ['accepted', 'ingested', 'blocked', 'failed', 'visible', 'withdrawn'] as const
export type ReceiptState = (typeof receiptStates)[number]

/**
 * How far an accepted batch has come. Row counts are those of the whole extract that it became part of; of an extract that
 * was withdrawn nothing is counted, for it is as if it had never come.
 */
export interface ReceiptStatus {
  receipt: string
  state: ReceiptState
  events: number
  acceptedAt: string
  extract?: number
  received?: number
  quarantined?: number
  /** Events of the batch that a rule of quality fails, in the order of their places; at most `MOST_PROBLEMS`. */
  problems?: EventProblem[]
  /** The end of the audit log when it was asked for, for `shuyuan doctor --anchor`. */
  audit: SignedHead
  /** Release of the foundation from which on the batch is visible. */
  release?: number
}

/** Where the batch of a receipt stands. @throws ShuyuanError `events.unknown_receipt` */
export async function receiptStatus(
  platform: Platform,
  dataset: Dataset,
  receipt: string,
  department: string,
): Promise<ReceiptStatus> {
  const batch = await findBatch(platform.ledger.db, dataset.id, receipt)
  if (!batch || !may(actorFor({ kind: 'department', id: department }), 'receipt.read', batch)) {
    throw new ShuyuanError('events.unknown_receipt', { dataset: dataset.id })
  }
  const audit = await signedHead(platform)
  const known = { receipt, events: batch.events, acceptedAt: batch.acceptedAt.toISOString(), audit }
  if (batch.seq === null) return { ...known, state: 'accepted' }
  const extract = await getExtract(platform.ledger.db, dataset.id, batch.seq)
  const landed = { ...known, extract: extract.seq }
  if (extract.status === 'landed') return { ...landed, state: 'accepted' }
  if (extract.status === 'withdrawn') return { ...landed, state: 'withdrawn' }
  const { firstLine, events } = batch
  const problems = firstLine
    ? await eventProblems(platform, dataset, extract.seq, { firstLine, events })
    : undefined
  const counts = {
    ...{ received: extract.received ?? 0, quarantined: extract.quarantined ?? 0 },
    ...(problems ? { problems } : {}),
  }
  if (extract.status !== 'ingested') return { ...landed, ...counts, state: extract.status }
  const release = await firstRelease(platform, dataset, extract.seq)
  return { ...landed, ...counts, ...(release ? { state: 'visible', release } : { state: 'ingested' }) }
}

/** The first of the last hundred releases that was built from std with the extract in it. */
async function firstRelease(platform: Platform, dataset: Dataset, seq: number): Promise<number | undefined> {
  const releases = (await listReleases(platform.ledger.db, dataset.foundation, 100)).reverse()
  let low = 0
  let high = releases.length
  while (low < high) {
    const middle = (low + high) >> 1
    const release = releases[middle]
    if (release && (await holds(platform, dataset, release, seq))) high = middle
    else low = middle + 1
  }
  return releases[low]?.number
}

async function holds(platform: Platform, dataset: Dataset, release: Release, seq: number): Promise<boolean> {
  const version = release.inputs[dataset.id]
  if (version === undefined) return false
  const snapshot = await platform.lake.table(`std/${dataset.id}`).snapshot({ version })
  return isCommitted(snapshot, { app: 'ingest', version: seq })
}
