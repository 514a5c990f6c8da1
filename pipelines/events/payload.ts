import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** A batch as a job of the events queue: which dataset and key are said, the events are not. */
export const eventJobSchema = z.object({
  dataset: z.string().max(64),
  key: z.string().min(1).max(200),
  /** `syp1.<grant id>.<nonce>.<ciphertext and tag>`, the last two in base64url. */
  payload: z.string(),
})
export type EventJob = z.infer<typeof eventJobSchema>

const QUEUE_KEY = /^syq_([0-9a-f]{12})_([\w-]{43})$/
const PAYLOAD = /^syp1\.([0-9a-f]{12})\.([\w-]{16})\.([\w-]+)$/
const TAG_BYTES = 16

/**
 * Encrypts a request body for the queue with a department's queue key: AES-256-GCM with a nonce of 96 random bits,
 * bound to dataset and key, so that it cannot be replayed under others.
 * @throws ShuyuanError `events.bad_queue_key`
 */
export function sealEvents(
  queueKey: string,
  to: { dataset: string; key: string },
  body: Uint8Array,
): EventJob {
  const [, id = '', secret] = QUEUE_KEY.exec(queueKey) ?? []
  if (!secret) throw new ShuyuanError('events.bad_queue_key')
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(secret, 'base64url'), nonce)
  cipher.setAAD(boundTo(id, to))
  const sealed = Buffer.concat([cipher.update(body), cipher.final(), cipher.getAuthTag()])
  return { ...to, payload: ['syp1', id, nonce.toString('base64url'), sealed.toString('base64url')].join('.') }
}

/** The grant that a payload names. @throws ShuyuanError `events.bad_payload` */
export function grantIdOf(job: EventJob): string {
  return partsOf(job)[0]
}

/** Decrypts a payload. @throws ShuyuanError `events.bad_payload` when it was not made with this key for this job */
export function openEvents(secret: string, job: EventJob): Buffer {
  const [id, nonce, sealed] = partsOf(job)
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(secret, 'base64url'), nonce)
    decipher.setAAD(boundTo(id, job))
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new ShuyuanError('events.bad_payload')
  }
}

function partsOf({ payload }: EventJob): [id: string, nonce: Buffer, sealed: Buffer] {
  const [, id = '', nonce = '', sealed = ''] = PAYLOAD.exec(payload) ?? []
  const parts: [string, Buffer, Buffer] = [
    id,
    Buffer.from(nonce, 'base64url'),
    Buffer.from(sealed, 'base64url'),
  ]
  if (parts[2].length <= TAG_BYTES) throw new ShuyuanError('events.bad_payload')
  return parts
}

function boundTo(id: string, { dataset, key }: { dataset: string; key: string }): Buffer {
  return Buffer.from(JSON.stringify(['shuyuan.events/1', id, dataset, key]))
}
