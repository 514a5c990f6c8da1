import { stat } from 'node:fs/promises'
import { ShuyuanError } from '../../core/errors.ts'
import { fileHead, fileTail } from './chunks.ts'
import { ExpansionGuard, ofRows } from './guard.ts'
import { refuseUnreadable } from './header.ts'
import { checkParquetFooter, FooterError } from './parquet_footer.ts'
import { type CanonicaliseInput, type Limits, TooLong } from './types.ts'

const MAGIC = 'PAR1'
/** The last letters of a file whose footer is encrypted. */
const ENCRYPTED = 'PARE'

/** Lets the engine turn a Parquet file into CSV. @throws ShuyuanError `connectors.file_damaged`, `connectors.format_unsupported`, `connectors.column_unreadable`, `connectors.archive_bomb` */
export async function parquetToCsv(
  input: CanonicaliseInput,
  path: string,
  csvPath: string,
  limits: Limits,
): Promise<string> {
  const [head, tail] = [await fileHead(path, 4), await fileTail(path, 4)].map((bytes) =>
    bytes.toString('latin1'),
  )
  if (tail === ENCRYPTED) throw unsupported(input, 'Parquet, encrypted (PARE)')
  if (head !== MAGIC || tail !== MAGIC) throw damaged(input, 'PAR1')
  const guard = new ExpansionGuard(input, (await stat(path)).size, ofRows(limits))
  try {
    guard.add(await checkParquetFooter(path))
    refuseUnreadable(input, await input.parquet.toCsv(path, csvPath, guard.most))
  } catch (cause) {
    // The engine was stopped where the text had become too long.
    const written = await stat(csvPath).catch(() => null)
    if (cause instanceof TooLong || (written && written.size > guard.most)) guard.refuse(`${guard.most} B`)
    if (cause instanceof FooterError && cause.fault === 'large') guard.refuse(cause.message)
    throw explained(input, cause)
  }
  return csvPath
}

/** What the engine says of the file is about the file; that it lacks space or memory is not. */
function explained(input: CanonicaliseInput, cause: unknown): unknown {
  if (!(cause instanceof ShuyuanError)) {
    return (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? cause : damaged(input, 'Parquet', cause)
  }
  const detail = String(cause.fields.detail ?? '')
  // A place beyond the end of a file that stays as it is.
  if (cause.code === 'engine.failed' && /could not read enough bytes/i.test(detail))
    return damaged(input, 'Parquet', cause)
  if (cause.code === 'engine.statement_invalid') return unsupported(input, `Parquet: ${detail}`, cause)
  if (cause.code !== 'engine.data_invalid') return cause
  return /encrypt/i.test(detail)
    ? unsupported(input, 'Parquet, encrypted', cause)
    : damaged(input, 'Parquet', cause)
}

/** The engine's own words may quote values, so they stay in the cause. */
function damaged(input: CanonicaliseInput, reason: string, cause?: unknown): ShuyuanError {
  const fields = { dataset: input.dataset.id, file: input.fileName, format: 'Parquet', reason }
  return new ShuyuanError('connectors.file_damaged', fields, { cause })
}

function unsupported(input: CanonicaliseInput, reason: string, cause?: unknown): ShuyuanError {
  const fields = { dataset: input.dataset.id, file: input.fileName, reason }
  return new ShuyuanError('connectors.format_unsupported', fields, { cause })
}
