import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { ShuyuanError } from '../../../core/errors.ts'
import { readPublicKey } from '../../../exchange/index.ts'
import { type Anchor, judgeAnchor, localAnchors, readAnchor } from '../../../pipelines/anchors.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { type AuditVerdict, ledgerRights, verifyAudit } from '../../../warehouse/ledger/index.ts'
import type { Finding } from '../finding.ts'
import type { Io } from '../io.ts'
import { publicKeyPath } from './verify.ts'

/** A file kept elsewhere that holds a head of the audit log, and the key that must have signed it. */
export interface GivenAnchor {
  anchor: Anchor
  key: KeyObject
}

/** @throws ShuyuanError `cli.no_key`, `pipelines.anchor_unreadable`, `pipelines.anchor_without_head` */
export async function givenAnchor(
  io: Io,
  { anchor, key }: { anchor?: string; key?: string },
): Promise<GivenAnchor | undefined> {
  return anchor === undefined
    ? undefined
    : { anchor: await readAnchor(anchor), key: await platformKey(io, key) }
}

async function platformKey(io: Io, path = publicKeyPath(io)): Promise<KeyObject> {
  if (!existsSync(path)) throw new ShuyuanError('cli.no_key', { path })
  return readPublicKey(path)
}

/**
 * Reads the whole audit log, and compares it with the heads in the packages, receipts and reports of the data folder and
 * with the one that was given.
 */
export async function auditFindings(io: Io, platform: Platform, given?: GivenAnchor): Promise<Finding[]> {
  const chain = await verifyAudit(platform.ledger.db)
  const code = chain.ok ? 'doctor.audit' : 'doctor.audit_broken'
  const message = io.text(code, { entries: chain.ok ? chain.lines : chain.seq - 1 })
  return [
    { check: 'audit', ok: chain.ok, message },
    ...(await localFindings(io, platform, chain)),
    ...(given ? [await findingOf(io, platform, given, chain)] : []),
  ]
}

/** Whether the account of the ledger can only do what the program needs. */
export async function rightsFinding(io: Io, platform: Platform): Promise<Finding> {
  const { role, superuser, owned, excess } = await ledgerRights(platform.ledger.db)
  const what = [
    ...(superuser ? [io.text('doctor.superuser')] : []),
    ...(owned > 0 ? [io.text('doctor.owner', { tables: owned })] : []),
    ...(superuser || owned > 0 ? [] : excess),
  ]
  const good = io.settings.databaseUrl ? 'doctor.rights' : 'doctor.rights_embedded'
  const code = what.length > 0 ? 'doctor.rights_excess' : good
  return { check: 'rights', ok: what.length === 0, message: io.text(code, { role, what: what.join(', ') }) }
}

async function localFindings(io: Io, platform: Platform, chain: AuditVerdict): Promise<Finding[]> {
  const anchors = await localAnchors(platform)
  if (anchors.length === 0) return []
  const key = await platformKey(io)
  const findings: Finding[] = []
  for (const anchor of anchors) findings.push(await findingOf(io, platform, { anchor, key }, chain))
  const bad = findings.filter(({ ok }) => !ok)
  if (bad.length > 0) return bad
  return [{ check: 'anchor', ok: true, message: io.text('doctor.anchors', { count: anchors.length }) }]
}

async function findingOf(
  io: Io,
  platform: Platform,
  { anchor, key }: GivenAnchor,
  chain: AuditVerdict,
): Promise<Finding> {
  const verdict = await judgeAnchor(platform.ledger.db, anchor, key, chain)
  const fields = {
    path: anchor.path,
    count: anchor.head.count,
    at: anchor.head.at ?? '',
    key: anchor.head.keyId,
    lines: chain.ok ? chain.lines : chain.seq - 1,
  }
  return {
    check: 'anchor',
    ok: verdict === 'holds',
    message: io.text(`doctor.anchor_${verdict}`, fields),
    verdict,
  }
}
