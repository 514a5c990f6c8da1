import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** What the wording of resource errors names: the limits of this engine. */
export interface EngineLimits {
  memoryLimit: string
  tempDirectory: string
}

const STATEMENT_KINDS = new Set([
  'Parser Error',
  'Binder Error',
  'Catalog Error',
  'Not implemented Error',
  'Permission Error',
])
const DISK_FULL = /no space left|disk quota exceeded|max_temp_directory_size|ENOSPC/i
const FILE_MISSING =
  /No files found that match the pattern "([^"]*)"|Cannot open file "([^"]*)": No such file/i

/**
 * The typed error for what DuckDB threw. Values of the data never survive: DuckDB quotes them in conversion,
 * constraint and CSV messages, so those keep only their first line with every quoted text blanked and carry
 * no cause.
 */
export function translate(error: unknown, limits: EngineLimits): unknown {
  if (!(error instanceof Error) || error instanceof ShuyuanError || error instanceof TypeError) return error
  const { kind, detail } = split(error.message)
  const fields = { kind, detail, limit: limits.memoryLimit, temp: limits.tempDirectory }
  if (DISK_FULL.test(error.message))
    return new ShuyuanError('engine.disk_full', { ...fields, detail: blank(detail) })
  if (kind === 'Out of Memory Error')
    return new ShuyuanError('engine.out_of_memory', { ...fields, detail: blank(detail) })
  if (/^INTERRUPT/i.test(kind)) return new ShuyuanError('engine.interrupted')
  const missing = FILE_MISSING.exec(error.message)
  if (missing) return new ShuyuanError('engine.file_missing', { detail: missing[1] ?? missing[2] ?? '' })
  if (STATEMENT_KINDS.has(kind))
    return new ShuyuanError('engine.statement_invalid', { kind, detail }, { cause: error })
  if (kind === 'IO Error') return new ShuyuanError('engine.failed', { kind, detail: firstClause(detail) })
  return new ShuyuanError('engine.data_invalid', { kind, detail: blank(firstClause(detail)) })
}

function split(message: string): { kind: string; detail: string } {
  const first = (message.split('\n', 1)[0] ?? '').replace(/^Failed to extract statements: /, '')
  const match = /^([A-Za-z][A-Za-z ]*?(?:Error|Exception)?): (.*)$/.exec(first)
  return match ? { kind: match[1] ?? '', detail: match[2] ?? '' } : { kind: 'Error', detail: first }
}

/** Replaces everything that may be a value: quoted texts, text that is not ASCII, long numbers. */
function blank(text: string): string {
  return text.replace(/'[^']*'?|"[^"]*"?/g, '…').replace(/[^\x20-\x7e…]+|\d{6,}/g, '…')
}

function firstClause(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
