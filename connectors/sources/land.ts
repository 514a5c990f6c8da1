import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError, systemFailure } from '../../core/errors.ts'
import '../locale.ts'
import { publishFile } from '../publish_file.ts'
import type { Candidate } from './scan.ts'

const CHUNK = 1 << 20
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
 * @throws ShuyuanError `connectors.file_changing` (transient), `connectors.source_gone`,
 * `connectors.file_unreadable`, `connectors.disk_full`, `connectors.system_failed`, `connectors.landing_damaged`
 */
export async function landFile(candidate: Candidate, landingRoot: string): Promise<Landed> {
  const folder = join(landingRoot, candidate.dataset.id)
  const fields = { dataset: candidate.dataset.id, file: candidate.name, folder }
  await mkdir(folder, { recursive: true })
  await removeStale(folder)
  const temporary = join(folder, `${TEMPORARY}${randomUUID()}`)
  try {
    const copied = await copyHashed(candidate, temporary)
    const path = join(folder, copied.sha256)
    const fresh = await publishFile(temporary, path, copied.bytes)
    return { ...copied, path, fresh }
  } catch (cause) {
    throw explained(cause, fields)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function copyHashed(candidate: Candidate, target: string): Promise<{ sha256: string; bytes: number }> {
  const source = await openSource(candidate)
  try {
    await assertUnchanged(candidate, source)
    const out = await open(target, 'wx', 0o600)
    try {
      const copied = await pump(source, out)
      await out.chmod(0o400)
      await out.sync()
      await assertUnchanged(candidate, source)
      if (copied.bytes !== candidate.size) throw changing(candidate)
      return copied
    } finally {
      await out.close()
    }
  } finally {
    await source.close()
  }
}

/** @throws ShuyuanError `connectors.file_unreadable` where the platform's account may not read it */
async function openSource(candidate: Candidate): Promise<FileHandle> {
  try {
    return await open(candidate.path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EPERM') throw cause
    const { id: dataset, providingDepartment: department } = candidate.dataset
    const fields = { department, dataset, file: candidate.name, reason: code }
    throw new ShuyuanError('connectors.file_unreadable', fields, { cause })
  }
}

async function pump(source: FileHandle, out: FileHandle): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(CHUNK)
  let bytes = 0
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, CHUNK, bytes)
    if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes }
    hash.update(buffer.subarray(0, bytesRead))
    for (let done = 0; done < bytesRead; ) {
      done += (await out.write(buffer, done, bytesRead - done)).bytesWritten
    }
    bytes += bytesRead
  }
}

/** The open file and the path must both still be what the scan saw. */
async function assertUnchanged(candidate: Candidate, source: FileHandle): Promise<void> {
  const opened = await source.stat({ bigint: true })
  const named = await lstat(candidate.path, { bigint: true })
  const same = opened.ino === named.ino && opened.dev === named.dev && opened.isFile()
  if (!same || Number(opened.size) !== candidate.size || opened.mtimeNs !== candidate.mtimeNs) {
    throw changing(candidate)
  }
}

function changing(candidate: Candidate): ShuyuanError {
  return new ShuyuanError('connectors.file_changing', { dataset: candidate.dataset.id, file: candidate.name })
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
  if (code === 'ENOENT' || code === 'ELOOP')
    return new ShuyuanError('connectors.source_gone', fields, { cause })
  const reason = cause instanceof ShuyuanError ? undefined : (systemFailure(cause) ?? refusal(cause))
  return reason ? new ShuyuanError('connectors.system_failed', { ...fields, reason }, { cause }) : cause
}

/** The operating system's word for what it refused; undefined of other errors. */
function refusal(cause: unknown): string | undefined {
  const { code, syscall } = cause as NodeJS.ErrnoException
  return syscall === undefined ? undefined : code
}
