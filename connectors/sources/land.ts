import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError, systemFailure } from '../../core/errors.ts'
import '../locale.ts'
import { publishFile } from '../publish_file.ts'
import type { Candidate } from './scan.ts'
import type { Source } from './source.ts'

const TEMPORARY = '.incoming-'
const STALE_MS = 24 * 3_600_000

export interface Landed {
  sha256: string
  bytes: number
  path: string
  /** False: the same bytes had landed before; it is the same extract. */
  fresh: boolean
}

/**
 * Copies a candidate to `landingRoot/<dataset>/<sha256>`, read-only and complete or not at all. The source
 * stays as it is. Two processes may land the same bytes at once; one file results.
 * @throws ShuyuanError what `read` of the source does, `connectors.disk_full`, `connectors.system_failed`,
 * `connectors.landing_damaged`
 */
export async function landItem(
  source: Source,
  candidate: Candidate,
  landingRoot: string,
  signal?: AbortSignal,
): Promise<Landed> {
  const folder = join(landingRoot, candidate.dataset.id)
  const fields = { dataset: candidate.dataset.id, file: candidate.name, folder }
  await mkdir(folder, { recursive: true })
  await removeStale(folder)
  const temporary = join(folder, `${TEMPORARY}${randomUUID()}`)
  try {
    const copied = await copyHashed(source.read(candidate, signal), temporary)
    const path = join(folder, copied.sha256)
    const fresh = await publishFile(temporary, path, copied.bytes)
    return { ...copied, path, fresh }
  } catch (cause) {
    throw explained(cause, fields)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function copyHashed(
  chunks: AsyncIterable<Uint8Array>,
  target: string,
): Promise<{ sha256: string; bytes: number }> {
  const out = await open(target, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of chunks) {
      hash.update(chunk)
      await writeWhole(out, chunk)
      bytes += chunk.length
    }
    await out.chmod(0o400)
    await out.sync()
    return { sha256: hash.digest('hex'), bytes }
  } finally {
    await out.close()
  }
}

async function writeWhole(out: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    done += (await out.write(chunk, done, chunk.length - done)).bytesWritten
  }
}

/** Copies left by a process that was killed. */
async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(TEMPORARY)) continue
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { force: true })
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
