import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { idSchema } from '../catalog/names.ts'
import { ShuyuanError } from '../core/errors.ts'
import { canonicalJson } from '../core/hash.ts'
import { signedHeadSchema } from './audit_head.ts'
import { isSigned, keyIdOf, type SigningKeys, signText } from './keys.ts'
import { RECEIPT } from './manifest.ts'
import './locale.ts'

const FORMAT = 'shuyuan.receipt/1'

const bodySchema = z.strictObject({
  package: z.string().max(100),
  /** SHA-256 of the package's manifest.json. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  request: idSchema,
  city: z.string().regex(/^\d{6}$/),
  sequence: z.number().int().positive(),
  release: z.number().int().positive(),
  /** Rows of the package, and of the city's table after it. */
  rows: z.number().int().nonnegative(),
  tableRows: z.number().int().nonnegative(),
  target: z.enum(['duckdb', 'postgres']),
  appliedAt: z.iso.datetime(),
  /** The end of the platform's audit log as the package's manifest gives it, now with the city's signature. */
  audit: signedHeadSchema.optional(),
})
export const receiptSchema = bodySchema.extend({
  format: z.literal(FORMAT),
  /** The city's public key, SPKI DER in base64; the platform remembers the first one it accepts. */
  publicKey: z.string().max(200),
  keyId: z.string().regex(/^[0-9a-f]{32}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type Receipt = z.infer<typeof receiptSchema>
export type ReceiptBody = z.infer<typeof bodySchema>

/** A receipt found in a package's folder: unverified, whatever the city wrote. */
export interface ReceiptFile {
  path: string
  text: string
}

/** Signs what happened to a package with the city's key. */
export function signReceipt(body: ReceiptBody, keys: SigningKeys): Receipt {
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const unsigned = { ...body, format: FORMAT, publicKey, keyId: keys.keyId } as const
  return { ...unsigned, signature: signText(keys, signedText(unsigned)) }
}

/**
 * Checks shape and signature. `trusted` is the id of the city's known key; without it the receipt's own key counts.
 * @throws ShuyuanError `exchange.receipt_invalid` with `reason` shape, signature or key
 */
export function verifyReceipt({ path, text }: ReceiptFile, trusted?: string): Receipt {
  const fail = (reason: string) => new ShuyuanError('exchange.receipt_invalid', { path, reason })
  const receipt = parse(text)
  if (!receipt) throw fail('shape')
  const key = keyFrom(receipt.publicKey)
  const { signature, ...unsigned } = receipt
  if (!key || keyIdOf(key) !== receipt.keyId || !isSigned(key, signedText(unsigned), signature))
    throw fail('signature')
  if (trusted && trusted !== receipt.keyId) throw fail('key')
  return receipt
}

const MAX_RECEIPT = 64 * 1024

/** Where packages lie and cities leave their receipts: what is there whole, and a small file in it. */
export interface Outbox {
  list(): AsyncIterable<string>
  /** The text is empty where the file has more than `most` bytes. */
  read(name: string, file: string, most: number): Promise<ReceiptFile | undefined>
}

/** The receipts that a city left in the folders of a request's packages, in order. */
export async function readReceipts(outbox: Outbox, request: string): Promise<ReceiptFile[]> {
  const packages: string[] = []
  for await (const name of outbox.list()) if (isPackageOf(name, request)) packages.push(name)
  const files: ReceiptFile[] = []
  for (const name of packages.sort()) {
    const found = await outbox.read(name, RECEIPT, MAX_RECEIPT)
    if (found) files.push(found)
  }
  return files
}

function isPackageOf(name: string, request: string): boolean {
  return name.startsWith(`${request}-`) && /^-\d{6,}-(full|incr)$/.test(name.slice(request.length))
}

function parse(text: string): Receipt | undefined {
  try {
    return receiptSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function keyFrom(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

function signedText(unsigned: Omit<Receipt, 'signature'>): string {
  return `${FORMAT}\n${canonicalJson(unsigned)}`
}
