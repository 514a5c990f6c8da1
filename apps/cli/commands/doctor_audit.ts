import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { ShuyuanError } from '../../../core/errors.ts'
import { defineTexts } from '../../../core/locale.ts'
import { readPublicKey } from '../../../exchange/keys.ts'
import { type Anchor, judgeAnchor, localAnchors, readAnchor } from '../../../pipelines/anchors.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { type AuditVerdict, verifyAudit } from '../../../warehouse/ledger/audit.ts'
import { ledgerRights } from '../../../warehouse/ledger/rights.ts'
import type { Finding } from '../finding.ts'
import type { Io } from '../io.ts'
import { publicKeyPath } from './verify.ts'

defineTexts({
  'doctor.audit': {
    'zh-CN': '审计链完整，共 {entries} 条',
    en: 'The audit chain is whole: {entries} entries',
  },
  'doctor.rights_embedded': {
    'zh-CN':
      '内置台账的程序账号 {role} 不拥有台账的表，只能追加审计记录；所有者的口令存于数据目录，能以平台的操作系统账号登录者仍可改动，由审计链与存证（--anchor）查验',
    en: "The embedded ledger's account {role} owns no table and can only add to the audit log. Its owner's password lies in the data folder: who has the platform's account of the operating system can change it, which the audit chain and anchors (--anchor) show",
  },
  'doctor.rights': {
    'zh-CN': '台账账号 {role} 不拥有台账的表，只能追加审计记录',
    en: "The ledger's account {role} owns no table of the ledger and can only add to the audit log",
  },
  'doctor.rights_excess': {
    'zh-CN': '台账账号 {role} 权限过大（{what}），可改动审计日志。请按 docs/ledger.md“角色”一节另设应用账号',
    en: "The ledger's account {role} has more rights than it needs ({what}) and could change the audit log. Give the program an account of its own, as docs/ledger.md, Roles, says",
  },
  'doctor.superuser': { 'zh-CN': '超级用户', en: 'superuser' },
  'doctor.owner': { 'zh-CN': '拥有 {tables} 张表', en: 'owner of {tables} tables' },
  'doctor.anchors': {
    'zh-CN': '数据目录内 {count} 份数据包、回执、报告所记的审计链末端均与审计链一致',
    en: 'The audit chain agrees with the {count} packages, receipts and reports of the data folder',
  },
  'doctor.anchor_holds': {
    'zh-CN': '存证 {path} 有效：审计链前 {count} 条（至 {at}）与当时一致，其后又增至 {lines} 条',
    en: 'The anchor {path} holds: the first {count} lines of the audit chain (up to {at}) are as they were then; it now has {lines}',
  },
  'doctor.anchor_cut_off': {
    'zh-CN':
      '审计链被截短：存证 {path} 签名时已有 {count} 条（至 {at}），现仅有 {lines} 条。请保全现场并报告；如系从备份恢复，请说明恢复时点',
    en: 'The audit chain was cut off: it had {count} lines (up to {at}) when {path} was signed, and has {lines}. Preserve the server and report it; after a restore from a backup, say from when that was',
  },
  'doctor.anchor_rewritten': {
    'zh-CN':
      '审计链被改写：第 {count} 条与存证 {path} 签名时（至 {at}）不同，即使现有各条彼此衔接。请保全现场并报告',
    en: 'The audit chain was rewritten: line {count} is another than when {path} was signed (up to {at}), even where the lines fit each other. Preserve the server and report it',
  },
  'doctor.anchor_broken': {
    'zh-CN': '存证 {path} 的第 {count} 条仍在，但其前的第 {lines} 条之后已断裂。请保全现场并报告',
    en: 'Line {count} of the anchor {path} is there, but the chain before it breaks after line {lines}. Preserve the server and report it',
  },
  'doctor.anchor_altered': {
    'zh-CN': '存证 {path} 签名不符：文件被改动，不能证明任何事项。请向接收方取得原件',
    en: 'The signature of the anchor {path} does not fit: the file was changed and proves nothing. Get the original from who received it',
  },
  'doctor.anchor_other_platform': {
    'zh-CN':
      '存证 {path} 由另一密钥 {key} 签名：属于另一平台，或本平台密钥已被更换。请用 --key 给出接收方当时取得的公钥核对',
    en: 'Another key, {key}, signed the anchor {path}: it is of another platform, or the key here was replaced. Give the public key that the receiver was handed with --key',
  },
  'doctor.audit_broken': {
    'zh-CN': '审计链在第 {entries} 条之后断裂：记录被改动或缺失，请保全现场并报告',
    en: 'The audit chain breaks after entry {entries}: a line was changed or is missing. Preserve the server and report it',
  },
})

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
