import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'
import './locale_objections.ts'

const LOST = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '08001',
  'ECONNRESET',
  'EPIPE',
  'ECONNREFUSED',
])
/** The same in words of the driver, whose errors of this kind carry no code. */
const BROKEN = /connection terminated|timeout expired|connection error and is not queryable/i
const REFUSED = new Set(['28P01', '28000', '3D000', '42501'])

/** PostgreSQL error code of the triggers that protect the audit log. */
export const APPEND_ONLY = 'SY001'
/** The same of those that protect what happened to objections. */
export const OBJECTIONS_APPEND_ONLY = 'SY002'

/** True of an error that says that the connection broke or the server is going down or coming up. */
export function isConnectionLost(error: unknown): boolean {
  return LOST.has(codeOf(error)) || BROKEN.test(messageOf(error))
}

/** The platform's error for what the driver threw; `server` is host, port and database, never a password. */
export function translate(error: unknown, server: string): unknown {
  const code = codeOf(error)
  const fields = { server, reason: messageOf(error) }
  if (code === '53100') return new ShuyuanError('ledger.disk_full', { server }, { cause: error })
  if (code === APPEND_ONLY) return new ShuyuanError('ledger.append_only', { server }, { cause: error })
  if (code === OBJECTIONS_APPEND_ONLY)
    return new ShuyuanError('ledger.objection_events_append_only', { server }, { cause: error })
  if (REFUSED.has(code)) return new ShuyuanError('ledger.refused', fields, { cause: error })
  if (isConnectionLost(error)) {
    return new ShuyuanError('ledger.connection_lost', fields, { cause: error })
  }
  return error
}

/** The same for an error of the attempt to connect: whatever is not a refusal means that nobody is there. */
export function unreachable(error: unknown, server: string): unknown {
  const known = translate(error, server)
  if (known instanceof ShuyuanError && known.code !== 'ledger.connection_lost') return known
  const reason = messageOf(error)
  return new ShuyuanError('ledger.unreachable', { server, reason }, { cause: error })
}

/** `host:port/database` of a connection string, without user and password. */
export function serverOf(connectionString: string): string {
  try {
    const url = new URL(connectionString)
    return `${url.hostname}:${url.port || '5432'}${url.pathname}`
  } catch {
    return '?'
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
