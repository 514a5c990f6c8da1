import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { openSink } from '../../connectors/sinks/index.ts'
import type { Sink } from '../../connectors/sinks/sink.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { signedHeadSchema } from '../../exchange/audit_head.ts'
import { type Entitlement, entitle } from '../../exchange/entitle.ts'
import { platformKeys } from '../../exchange/keys.ts'
import { type BuiltPackage, buildPackage, findPackage, type PackageOrder } from '../../exchange/package.ts'
import { readReceipts } from '../../exchange/receipt.ts'
import { changedRows, continues, releasedRows } from '../../exchange/released.ts'
import type { Request } from '../../exchange/request.ts'
import { takeReceipt } from '../../exchange/take.ts'
import { signedHead } from '../../governance/audit_heads.ts'
import { problemOf } from '../../governance/problem.ts'
import { record } from '../../governance/record.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import {
  type Delivery,
  finishDelivery,
  getDelivery,
  lastDelivery,
  startDelivery,
} from '../../warehouse/ledger/deliveries.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { findRelease, latestRelease, type Release } from '../../warehouse/ledger/releases.ts'
import type { JobsConfig } from '../config.ts'
import type { Platform, StageResult } from '../platform.ts'
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
 * @throws ShuyuanError `exchange.refused` with every reason; errors of the sink
 */
export async function deliverStage(platform: Platform, requestId: string): Promise<StageResult> {
  const request = requestOf(platform, requestId)
  const sink = await openSink(request.sink, { paths: platform.paths, delivery: request })
  try {
    return await deliverTo(platform, request, sink)
  } finally {
    await sink.close()
  }
}

/** @throws ShuyuanError `pipelines.unknown_target` */
function requestOf({ config }: Platform, id: string): JobsConfig['deliveries'][number] {
  const request = config.deliveries.find((each) => each.id === id)
  if (!request) throw new ShuyuanError('pipelines.unknown_target', { target: id, known: '' })
  return request
}

async function deliverTo(platform: Platform, request: Request, sink: Sink): Promise<StageResult> {
  const receipts = await takeReceipts(platform, request, sink)
  const last = await lastDelivery(platform.ledger.db, request.id)
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
  const previous = sequence > 1 ? await getDelivery(platform.ledger.db, request.id, sequence - 1) : undefined
  const session = await platform.engine.session()
  try {
    const sent = await send(platform, session, { request, entitlement, release, sequence, previous, sink })
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
  sink: Sink
}

async function send(platform: Platform, session: Session, sending: Sending) {
  const { request, entitlement, release, sequence, previous, sink } = sending
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
      ? await changedRows(platform, entitlement, release, previous.release)
      : await releasedRows(platform, release)
  const sent = await bring(platform, session, sink, {
    entitlement,
    rows,
    release: { foundation: release.foundation, number: release.number, createdAt: release.createdAt },
    kind,
    sequence,
    previous: previous?.sha256 ?? undefined,
    audit,
    keys: await platformKeys(platform.paths.keys),
  })
  const path = sink.pathOf(sent.packageId)
  await finishDelivery(platform.ledger.db, request.id, sequence, {
    packageId: sent.packageId,
    sha256: sent.sha256,
    rows: sent.rows,
    detail: { path, shape: sent.shape, ...(audit && { audit }) },
  })
  await record(platform, 'deliver', request.id, {
    package: sent.packageId,
    release: sent.release,
    rows: sent.rows,
  })
  return sent
}

/**
 * Builds the package in the work folder and brings it to the sink. One that a run before had brought there, and died, is
 * taken as it is.
 */
async function bring(
  platform: Platform,
  session: Session,
  sink: Sink,
  order: Omit<PackageOrder, 'outDir'>,
): Promise<BuiltPackage> {
  const outDir = join(platform.paths.work, `deliver-${order.entitlement.request.id}`)
  await rm(outDir, { recursive: true, force: true })
  try {
    const found = await findPackage(order, (name) => sink.fetch(name, outDir))
    if (found) return found
    const built = await buildPackage(session, { ...order, outDir })
    await sink.deliver({ name: built.packageId, folder: built.path, files: built.files })
    return built
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

/** Receipts that the city left beside its packages. One that proves nothing is reported and stops nothing. */
async function takeReceipts(
  platform: Platform,
  request: Request,
  sink: Sink,
): Promise<{ taken: number; problems: Problem[] }> {
  const result = { taken: 0, problems: [] as Problem[] }
  const found = await readReceipts(sink, request.id).catch((error: unknown) => {
    result.problems.push(problemOf(error))
    return []
  })
  for (const receipt of found) {
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
