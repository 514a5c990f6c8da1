import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../core/hash.ts'
import { isSigned, type SigningKeys, signText } from './keys.ts'

const FORMAT = 'shuyuan.audit/1'

/**
 * The end of the platform's audit log at some moment, as the platform signs it: whoever keeps it, out of the operator's
 * reach, can later prove that the log still begins with the same lines. It follows from the log and the key alone:
 * the same end gives the same bytes.
 */
export const signedHeadSchema = z.strictObject({
  /** Lines up to and with the last one. */
  count: z.number().int().nonnegative(),
  /** SHA-256 of the last line, which covers all before it; zeros where there is none. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** When the last line was written; null where there is none. */
  at: z.iso.datetime().nullable(),
  /** The platform's key. */
  keyId: z.string().regex(/^[0-9a-f]{32}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type SignedHead = z.infer<typeof signedHeadSchema>

/** Signs the end of the log with the platform's key. */
export function signHead(
  head: { count: number; hash: string; at: Date | null },
  keys: SigningKeys,
): SignedHead {
  const unsigned = { ...head, at: head.at?.toISOString() ?? null, keyId: keys.keyId }
  return { ...unsigned, signature: signText(keys, signedText(unsigned)) }
}

export function isHeadSigned({ signature, ...unsigned }: SignedHead, key: KeyObject): boolean {
  return isSigned(key, signedText(unsigned), signature)
}

/** Ed25519 over the format, a line feed and the head without its signature. */
function signedText(unsigned: Omit<SignedHead, 'signature'>): string {
  return `${FORMAT}\n${canonicalJson(unsigned)}`
}
