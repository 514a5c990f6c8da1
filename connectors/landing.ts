import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, link, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ShuyuanError } from '../core/errors.ts'
import { syncFolder } from '../core/files.ts'
import './locale.ts'

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
 * Writes bytes to `landingRoot/<dataset>/<sha256>`, read-only and complete or not at all, durable when this returns.
 * Two processes may land the same bytes at once; one file results. A chunk may be overwritten by the next one.
 * @throws ShuyuanError `connectors.landing_damaged`; what the chunks and the file system throw
 */
export async function landChunks(
  landingRoot: string,
  dataset: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Landed> {
  const folder = join(landingRoot, dataset)
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `${TEMPORARY}${randomUUID()}`)
  try {
    const written = await writeHashed(chunks, temporary)
    const path = join(folder, written.sha256)
    return { ...written, path, fresh: await publish(temporary, path, written.bytes) }
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Removes half copies that a process left which was killed. */
export async function removeStale(landingRoot: string, dataset: string): Promise<void> {
  const folder = join(landingRoot, dataset)
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(TEMPORARY)) continue
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { force: true })
  }
}

async function writeHashed(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
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

/**
 * Gives a finished copy its name, durably; true when nothing had it before. An existing file of that name, which is
 * the digest of the content, has the same content.
 */
async function publish(temporary: string, path: string, bytes: number): Promise<boolean> {
  const fresh = await linked(temporary, path)
  if (!fresh) {
    const found = (await stat(path)).size
    if (found !== bytes) throw new ShuyuanError('connectors.landing_damaged', { path, bytes, found })
  }
  await syncFolder(dirname(path))
  return fresh
}

async function linked(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
