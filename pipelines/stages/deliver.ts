import { basename, dirname, join } from 'node:path'
import { sql } from 'kysely'
import { columnOf, foundationOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import {
  buildPackage,
  type Entitlement,
  entitle,
  incrementalRows,
  platformKeys,
  type Request,
  readReceipts,
  shapeOfEntitlement,
  signedHeadSchema,
  takeReceipt,
} from '../../exchange/index.ts'
import { signedHead } from '../../governance/audit_heads.ts'
import { problemOf } from '../../governance/problem.ts'
import { record } from '../../governance/record.ts'
import type { Session } from '../../warehouse/engine/engine.ts'
import {
  type Delivery,
  findRelease,
  finishDelivery,
  getDelivery,
  lastDelivery,
  latestRelease,
  type Release,
  startDelivery,
} from '../../warehouse/ledger/index.ts'
import type { Platform, Problem, StageResult } from '../platform.ts'
import { type StageKind, stageId } from '../stage.ts'

/** Sends a city what its request entitles it to of a release. */
export const deliver: StageKind = {
  kind: 'deliver',
  targets: ({ config }) => config.deliveries.map(({ id }) => id),
  after(target, { config }) {
    const request = config.deliveries.find(({ id }) => id === target)
    return request ? [stageId('build', request.foundation)] : []
  },
  run: (platform, { target }) => deliverStage(platform, target),
  result: (outputs) => (outputs.package ? { key: 'run.result.deliver' } : undefined),
}

/**
 * Sends a city what its approved request entitles it to: a full package first, then what changed since the
 * last one. Nothing is sent twice for one release; receipts that came back are taken in first.
 * @throws ShuyuanError `exchange.refused` with every reason
 */
export async function deliverStage(platform: Platform, requestId: string): Promise<StageResult> {
  const request = platform.config.deliveries.find((each) => each.id === requestId)
  if (!request) throw new ShuyuanError('pipelines.unknown_target', { target: requestId, known: '' })
  const receipts = await takeReceipts(platform, request)
  const last = await lastDelivery(platform.ledger.db, requestId)
  const release = await releaseToSend(platform, request, last)
  if (!release)
    return {
      status: 'skipped',
      inputs: {},
      outputs: {},
      counts: { receipts: receipts.taken },
      problems: receipts.problems,
    }
  const entitlement = entitle(platform.catalogue, request, platform.clock.now(), platform.config.negativeList)
  const sequence = last?.status === 'building' ? last.sequence : (last?.sequence ?? 0) + 1
  const previous = sequence > 1 ? await getDelivery(platform.ledger.db, requestId, sequence - 1) : undefined
  const session = await platform.engine.session()
  try {
    const sent = await send(platform, session, { request, entitlement, release, sequence, previous })
    return {
      status: 'succeeded',
      inputs: { release: release.number },
      outputs: { sequence, kind: sent.kind, package: sent.packageId },
      counts: { rows: sent.rows, receipts: receipts.taken },
      problems: receipts.problems,
    }
  } finally {
    session.close()
  }
}

/** The release that the next package is made of: one whose package was begun is finished first. */
async function releaseToSend(
  platform: Platform,
  request: Request,
  last: Delivery | undefined,
): Promise<Release | undefined> {
  if (last?.status === 'building') return findRelease(platform.ledger.db, request.foundation, last.release)
  const newest = await latestRelease(platform.ledger.db, request.foundation)
  return newest && newest.number !== last?.release ? newest : undefined
}

interface Sending {
  request: Request
  entitlement: Entitlement
  release: Release
  sequence: number
  previous: Delivery | undefined
}

async function send(platform: Platform, session: Session, sending: Sending) {
  const { request, entitlement, release, sequence, previous } = sending
  const kind = previous && (await continues(platform, sending, previous)) ? 'incremental' : 'full'
  const begun = await startDelivery(platform.ledger.db, {
    request: request.id,
    release: release.number,
    kind,
    createdAt: platform.clock.now(),
    detail: { audit: await signedHead(platform) },
  })
  const audit = signedHeadSchema.safeParse(begun.detail.audit).data
  const rows =
    kind === 'incremental' && previous
      ? await changedRows(platform, sending, previous.release)
      : await allRows(platform, release)
  const built = await buildPackage(session, {
    entitlement,
    rows,
    release: { foundation: release.foundation, number: release.number, createdAt: release.createdAt },
    kind,
    sequence,
    previous: previous?.sha256 ?? undefined,
    audit,
    keys: await platformKeys(platform.paths.keys),
    outDir: outboxOf(platform, request),
  })
  await finishDelivery(platform.ledger.db, request.id, sequence, {
    packageId: built.packageId,
    sha256: built.sha256,
    rows: built.rows,
    detail: { path: built.path, shape: built.shape, ...(audit && { audit }) },
  })
  await record(platform, 'deliver', request.id, {
    package: built.packageId,
    release: built.release,
    rows: built.rows,
  })
  return built
}

/**
 * True when changes since the previous package fit the table that the city has (same columns, masks and scope) and are
 * known: a base table that was made with other columns since then began anew.
 */
async function continues(platform: Platform, sending: Sending, previous: Delivery): Promise<boolean> {
  const { entitlement, release } = sending
  if (entitlement.request.delivery !== 'incremental') return false
  if (previous.detail.shape !== shapeOfEntitlement(entitlement)) return false
  const from = await findRelease(platform.ledger.db, release.foundation, previous.release)
  const table = platform.lake.table(`base/${release.foundation}`)
  const { definedAt } = await table.snapshot({ version: release.tables[table.name] })
  return (from?.tables[table.name] ?? 0) >= definedAt
}

async function allRows(platform: Platform, release: Release) {
  const table = platform.lake.table(`base/${release.foundation}`)
  const snapshot = await table.snapshot({ version: release.tables[table.name] })
  const rows = table.select(snapshot)
  const marked = snapshot.schema.some(({ name }) => name === 'disputed')
  // A release that was made before base tables told what is in dispute.
  return marked ? rows : sql`(select *, null::varchar[] as disputed from ${rows})`
}

async function changedRows(platform: Platform, { entitlement, release }: Sending, since: number) {
  const from = await findRelease(platform.ledger.db, release.foundation, since)
  const table = platform.lake.table(`base/${release.foundation}`)
  const changes = await table.changes((from?.tables[table.name] ?? 0) + 1, release.tables[table.name] ?? 0)
  const foundation = foundationOf(platform.catalogue, release.foundation)
  return incrementalRows({ entitlement, key: columnOf(foundation.keyElement), changes })
}

/** The city's folder: where its packages go and its receipts come back. */
export function outboxOf(platform: Platform, request: Request): string {
  return request.sink.path
    ? join(platform.paths.root, request.sink.path)
    : join(platform.paths.outbox, request.city)
}

/** Receipts that the city left beside its packages. One that proves nothing is reported and stops nothing. */
async function takeReceipts(
  platform: Platform,
  request: Request,
): Promise<{ taken: number; problems: Problem[] }> {
  const folder = outboxOf(platform, request)
  const result = { taken: 0, problems: [] as Problem[] }
  for (const receipt of await readReceipts(folder, request.id)) {
    try {
      if (!(await takeReceipt(platform.ledger, receipt))) continue
      result.taken += 1
      await record(platform, 'receipt', request.id, { receipt: basename(dirname(receipt.path)) })
    } catch (error) {
      result.problems.push(problemOf(error))
    }
  }
  return result
}
