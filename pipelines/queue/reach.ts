import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** No answer of a queue's server is waited for longer than this. */
export const REACH_MS = 5000

/**
 * Waits for an answer of the queue's server, at most `REACH_MS`.
 * @throws ShuyuanError `queue.unreachable` or `queue.refused`, both naming the server
 */
export async function reach<T>(server: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${REACH_MS / 1000} s`)), REACH_MS)
  })
  try {
    return await Promise.race([work, late])
  } catch (error) {
    throw translate(error, server)
  } finally {
    clearTimeout(timer)
  }
}

/** The platform's error for what a driver threw. */
export function translate(error: unknown, server: string): unknown {
  if (error instanceof ShuyuanError) return error
  const reason = reasonOf(error)
  if (/NOAUTH|WRONGPASS|NOPERM|invalid username-password/.test(reason) || /^28|^42501/.test(codeOf(error))) {
    return new ShuyuanError('queue.refused', { server, reason }, { cause: error })
  }
  return new ShuyuanError('queue.unreachable', { server, reason }, { cause: error })
}

/** `host:port` of a server's address, without user and password. */
export function serverOf(address: string): string {
  try {
    const url = new URL(address)
    return `${url.protocol}//${url.host}${url.pathname}`
  } catch {
    return '?'
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const message = error instanceof Error ? error.message : String(error)
  return message || codeOf(error) || 'no connection'
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
