import type { KeyObject } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError } from '../core/errors.ts'
import {
  isHeadSigned,
  isManifestSigned,
  keyIdOf,
  manifestSchema,
  receiptSchema,
  type SignedHead,
  signedHeadSchema,
  verifyReceipt,
} from '../exchange/index.ts'
import { AUDIT_META } from '../quality/report/html/page.ts'
import { type AuditVerdict, auditEnd, auditHashAt, type LedgerDb } from '../warehouse/ledger/index.ts'
import type { Platform } from './platform.ts'
import { outboxOf } from './stages/deliver.ts'
import './locale.ts'

/** A head of the audit log that somebody keeps: in a package's manifest, a city's receipt or a report's page. */
export interface Anchor {
  path: string
  kind: 'manifest' | 'receipt' | 'report'
  head: SignedHead
  /** Whether what holds the head is as it was signed. `key`: the platform's. */
  isWhole(key: KeyObject): boolean
}

/**
 * What an anchor says of the log as it is now. `holds`: the log still begins with the same lines. `cut_off`: it has
 * fewer. `rewritten`: another line stands at its end's place. `broken`: the line is there, one before it was changed.
 * `altered`: the file is not as it was signed, so it proves nothing. `other_platform`: another key signed it.
 */
export type AnchorVerdict = 'holds' | 'cut_off' | 'rewritten' | 'broken' | 'altered' | 'other_platform'

const MOST_BYTES = 64 * 1024 * 1024

/**
 * Reads the head in a file: a manifest (or its package's folder), a receipt or a report's page.
 * @throws ShuyuanError `pipelines.anchor_unreadable`; `pipelines.anchor_without_head`, of files made before heads
 *   were kept in them
 */
export async function readAnchor(given: string): Promise<Anchor> {
  const path = (await sizeOf(given)) === 'folder' ? join(given, 'manifest.json') : given
  const size = await sizeOf(path)
  if (typeof size !== 'number' || size > MOST_BYTES)
    throw new ShuyuanError('pipelines.anchor_unreadable', { path })
  const text = await readFile(path, 'utf8')
  const found = text.trimStart().startsWith('<') ? ofPage(text) : ofJson(path, text)
  if (!found) throw new ShuyuanError('pipelines.anchor_unreadable', { path })
  const { head, ...rest } = found
  if (!head) throw new ShuyuanError('pipelines.anchor_without_head', { path })
  return { path, head, ...rest }
}

type Found = Pick<Anchor, 'kind' | 'isWhole'> & { head: SignedHead | undefined }

function ofJson(path: string, text: string): Found | undefined {
  const value = parsed(text)
  const manifest = manifestSchema.safeParse(value).data
  if (manifest) {
    const isWhole = (key: KeyObject) => isManifestSigned(manifest, key)
    return { kind: 'manifest', head: manifest.audit, isWhole }
  }
  const receipt = receiptSchema.safeParse(value).data
  return receipt && { kind: 'receipt', head: receipt.audit, isWhole: () => isReceiptWhole({ path, text }) }
}

function ofPage(text: string): Found | undefined {
  const start = `<meta name="${AUDIT_META}" content="`
  const at = text.indexOf(start)
  if (at < 0)
    return text.includes('<html') ? { kind: 'report', head: undefined, isWhole: () => true } : undefined
  const content = text.slice(at + start.length, text.indexOf('">', at)).replaceAll('&quot;', '"')
  const head = signedHeadSchema.safeParse(parsed(content)).data
  return head && { kind: 'report', head, isWhole: () => true }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isReceiptWhole(file: { path: string; text: string }): boolean {
  try {
    verifyReceipt(file)
    return true
  } catch {
    return false
  }
}

async function sizeOf(path: string): Promise<number | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return 'folder'
  return found?.isFile() ? found.size : undefined
}

/** Compares an anchor with the log. `key`: the platform's public key; `chain`: what a check of the whole log gave. */
export async function judgeAnchor(
  db: LedgerDb,
  anchor: Anchor,
  key: KeyObject,
  chain: AuditVerdict,
): Promise<AnchorVerdict> {
  const { head } = anchor
  if (head.keyId !== keyIdOf(key)) return 'other_platform'
  if (!isHeadSigned(head, key) || !anchor.isWhole(key)) return 'altered'
  if ((await auditEnd(db)).count < head.count) return 'cut_off'
  if ((await auditHashAt(db, head.count)) !== head.hash) return 'rewritten'
  return chain.ok || chain.seq > head.count ? 'holds' : 'broken'
}

/** The anchors that still lie in the data folder: packages and receipts of the outbox, and the index of the reports. */
export async function localAnchors(platform: Platform): Promise<Anchor[]> {
  const folders = new Set(platform.config.deliveries.map((request) => outboxOf(platform, request)))
  const paths = [join(platform.paths.reports, 'index.html')]
  for (const folder of folders) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.')).sort()
    for (const name of names)
      paths.push(join(folder, name, 'manifest.json'), join(folder, name, 'receipt.json'))
  }
  const anchors: Anchor[] = []
  for (const path of paths) {
    const anchor = await readAnchor(path).catch((error: unknown) => {
      if (!(error instanceof ShuyuanError)) throw error
      return undefined
    })
    if (anchor) anchors.push(anchor)
  }
  return anchors
}
