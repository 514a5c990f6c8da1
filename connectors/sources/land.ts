import { join } from 'node:path'
import { ShuyuanError, systemFailure } from '../../core/errors.ts'
import '../locale.ts'
import { type Landed, landChunks, removeStale } from '../landing.ts'
import type { Candidate } from './scan.ts'
import type { Source } from './source.ts'

/**
 * Lands a candidate (`landChunks`). The source stays as it is.
 * @throws ShuyuanError what `read` of the source does, `connectors.disk_full`, `connectors.system_failed`,
 * `connectors.landing_damaged`
 */
export async function landItem(
  source: Source,
  candidate: Candidate,
  landingRoot: string,
  signal?: AbortSignal,
): Promise<Landed> {
  const dataset = candidate.dataset.id
  try {
    await removeStale(landingRoot, dataset)
    return await landChunks(landingRoot, dataset, source.read(candidate, signal))
  } catch (cause) {
    throw explained(cause, { dataset, file: candidate.name, folder: join(landingRoot, dataset) })
  }
}

function explained(cause: unknown, fields: { dataset: string; file: string; folder: string }): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ShuyuanError('connectors.disk_full', fields, { cause })
  const reason = cause instanceof ShuyuanError ? undefined : (systemFailure(cause) ?? refusal(cause))
  return reason ? new ShuyuanError('connectors.system_failed', { ...fields, reason }, { cause }) : cause
}

/** The operating system's word for what it refused; undefined of other errors. */
function refusal(cause: unknown): string | undefined {
  const { code, syscall } = cause as NodeJS.ErrnoException
  return syscall === undefined ? undefined : code
}
