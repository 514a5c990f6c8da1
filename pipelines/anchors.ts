import type { KeyObject } from 'node:crypto'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { readProperties } from '../connectors/file/xlsx/properties.ts'
import { sinkFolder } from '../connectors/sinks/index.ts'
import { ShuyuanError } from '../core/errors.ts'
import { isHeadSigned, type SignedHead, signedHeadSchema } from '../exchange/audit_head.ts'
import { keyIdOf } from '../exchange/keys.ts'
import { isManifestSigned, manifestSchema } from '../exchange/manifest.ts'
import { receiptSchema, verifyReceipt } from '../exchange/receipt.ts'
import { auditProperties } from '../governance/audit_heads.ts'
import { AUDIT_META } from '../governance/reports/html/page.ts'
import { type AuditVerdict, auditEnd, auditHashAt } from '../warehouse/ledger/audit.ts'
import type { LedgerDb } from '../warehouse/ledger/open.ts'
import { receiptStates } from './events/receipt.ts'
import type { Platform } from './platform.ts'
import './locale.ts'

/**
 * A head of the audit log that somebody keeps: in a package's manifest, a city's receipt, the receipt of a batch of
 * events, a report's page, or the workbook of a report or form.
 */
export interface Anchor {
  path: string
  kind: 'manifest' | 'receipt' | 'event_receipt' | 'report' | 'workbook'
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
 * Reads the head in a file: a manifest (or its package's folder), a receipt of a package or of events as it was
 * answered, a report's page, a workbook. A workbook that was filled in and saved again still has it.
 * @throws ShuyuanError `pipelines.anchor_unreadable`; `pipelines.anchor_without_head`, of files made before heads
 *   were kept in them
 */
export async function readAnchor(given: string): Promise<Anchor> {
  const path = (await sizeOf(given)) === 'folder' ? join(given, 'manifest.json') : given
  const size = await sizeOf(path)
  const found = typeof size === 'number' ? await foundIn(path, size) : undefined
  if (!found) throw new ShuyuanError('pipelines.anchor_unreadable', { path })
  const { head, ...rest } = found
  if (!head) throw new ShuyuanError('pipelines.anchor_without_head', { path })
  return { path, head, ...rest }
}

/** What tells the receipt of a batch of events from other answers, and its head. */
const eventReceiptSchema = z.object({
  receipt: z.uuid(),
  state: z.enum(receiptStates),
  acceptedAt: z.iso.datetime(),
  audit: signedHeadSchema.optional(),
})

type Found = Pick<Anchor, 'kind' | 'isWhole'> & { head: SignedHead | undefined }

async function foundIn(path: string, size: number): Promise<Found | undefined> {
  if (await isArchive(path)) return ofWorkbook(path)
  if (size > MOST_BYTES) return undefined
  const text = await readFile(path, 'utf8')
  return text.trimStart().startsWith('<') ? ofPage(text) : ofJson(path, text)
}

async function isArchive(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.toString('latin1') === 'PK'
  } finally {
    await file.close()
  }
}

async function ofWorkbook(path: string): Promise<Found | undefined> {
  const texts = await readProperties({ path, fileName: basename(path) }).catch(() => undefined)
  if (!texts) return undefined
  const text = (name: keyof typeof auditProperties) => texts.get(auditProperties[name])
  const given = { count: Number(text('count')), at: text('at') ?? null }
  const head = signedHeadSchema.safeParse({
    ...given,
    ...{ hash: text('hash'), keyId: text('keyId'), signature: text('signature') },
  }).data
  return { kind: 'workbook', head, isWhole: () => true }
}

function ofJson(path: string, text: string): Found | undefined {
  const value = parsed(text)
  const manifest = manifestSchema.safeParse(value).data
  if (manifest) {
    const isWhole = (key: KeyObject) => isManifestSigned(manifest, key)
    return { kind: 'manifest', head: manifest.audit, isWhole }
  }
  const receipt = receiptSchema.safeParse(value).data
  if (receipt) return { kind: 'receipt', head: receipt.audit, isWhole: () => isReceiptWhole({ path, text }) }
  const events = eventReceiptSchema.safeParse(value).data
  return events && { kind: 'event_receipt', head: events.audit, isWhole: () => true }
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
  const { paths: data, config } = platform
  const folders = new Set(
    config.deliveries.flatMap(
      (request) => sinkFolder(request.sink, { paths: data, delivery: request }) ?? [],
    ),
  )
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
