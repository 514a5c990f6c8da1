import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, opendir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import { syncFolder } from '../../../core/files.ts'
import { isAbandoned, ownName } from '../../../core/process.ts'
import '../../locale.ts'
import type { Trial } from '../../trial.ts'
import { defineSink, type FinishedPackage, type Sink, type SinkParts, type UnverifiedFile } from '../sink.ts'

const CHUNK = 1 << 20
const STAGING = '.building'

/** The city's folder in the outbox: each package is a folder in it, and its receipt comes back into that. */
export const folder = defineSink({
  kind: 'folder',
  schema: z.strictObject({
    kind: z.literal('folder'),
    /** Relative to the data folder. Default: `outbox/<city>`. */
    path: z.string().min(1).optional(),
  }),
  folderOf,
  open: async (settings, parts) => openOutbox(folderOf(settings, parts), parts.delivery),
})

function folderOf({ path }: { path?: string | undefined }, { paths, delivery }: SinkParts): string {
  return path ? join(paths.root, path) : join(paths.outbox, delivery.city)
}

/** The folder `path` as a sink. */
export function openOutbox(path: string, delivery: SinkParts['delivery']): Sink {
  return new Outbox(path, delivery)
}

type PackageFile = FinishedPackage['files'][number]

class Outbox implements Sink {
  readonly place: string
  private readonly delivery: SinkParts['delivery']

  constructor(place: string, delivery: SinkParts['delivery']) {
    this.place = place
    this.delivery = delivery
  }

  pathOf(name: string): string {
    return join(this.place, name)
  }

  async deliver(pack: FinishedPackage, signal?: AbortSignal): Promise<boolean> {
    return this.told(async () => {
      if (await this.isThere(pack, signal)) return false
      await mkdir(this.place, { recursive: true })
      await clearAbandoned(this.place)
      const staging = join(this.place, ownName(STAGING))
      try {
        // Files are made here, not moved in, so that they get the rights that the city's folder hands down.
        await mkdir(staging)
        for (const file of pack.files) await this.copy(pack, file, staging, signal)
        await syncFolder(staging)
        signal?.throwIfAborted()
        return await this.name(staging, pack, signal)
      } finally {
        await rm(staging, { recursive: true, force: true })
      }
    })
  }

  async *list(signal?: AbortSignal): AsyncIterable<string> {
    const entries = await this.told(() => opendir(this.place)).catch(absent)
    if (!entries) return
    try {
      for (;;) {
        signal?.throwIfAborted()
        const entry = await this.told(() => entries.read())
        if (!entry) return
        if (entry.isDirectory() && !entry.name.startsWith('.')) yield entry.name
      }
    } finally {
      await entries.close()
    }
  }

  async fetch(name: string): Promise<string | undefined> {
    const path = this.pathOf(name)
    const found = await this.told(() => lstat(path)).catch(absent)
    return found && path
  }

  async read(name: string, file: string, most: number): Promise<UnverifiedFile | undefined> {
    const path = join(this.pathOf(name), file)
    const handle = await this.told(() => opened(path)).catch(absent)
    if (!handle) return undefined
    try {
      const found = await handle.stat()
      if (!found.isFile()) return undefined
      return { path, text: found.size > most ? '' : await this.told(() => handle.readFile('utf8')) }
    } finally {
      await handle.close()
    }
  }

  async test(signal?: AbortSignal): Promise<Trial[]> {
    const fields = { place: this.place }
    const made = !(await lstat(this.place).catch(() => undefined))
    const attempt = async (what: Trial['what'], work: () => Promise<object>): Promise<Trial> => {
      try {
        return { what, fields: { ...fields, ...(await this.told(work)) } }
      } catch (error) {
        if (!(error instanceof ShuyuanError)) throw error
        return { what, fields, error }
      }
    }
    try {
      const written = await attempt('write', () => this.tryToWrite())
      const receipts = await attempt('receipts', () => this.countReceipts(signal))
      return [written, receipts]
    } finally {
      // Only while it is empty: a delivery may have begun.
      if (made) await rmdir(this.place).catch(() => undefined)
    }
  }

  async close(): Promise<void> {}

  private async tryToWrite(): Promise<object> {
    const staging = join(this.place, ownName(STAGING))
    const named = `${staging}~named`
    try {
      await mkdir(staging, { recursive: true })
      const file = await open(join(staging, 'test'), 'wx')
      await file.sync().finally(() => file.close())
      await rename(staging, named)
      await syncFolder(this.place)
      return {}
    } finally {
      for (const path of [staging, named]) await rm(path, { recursive: true, force: true })
    }
  }

  private async countReceipts(signal?: AbortSignal): Promise<object> {
    let count = 0
    for await (const name of this.list(signal)) if (await this.read(name, 'receipt.json', 1 << 16)) count += 1
    return { count }
  }

  /** Gives the written folder its name; false where another process had just done so. */
  private async name(staging: string, pack: FinishedPackage, signal?: AbortSignal): Promise<boolean> {
    try {
      await rename(staging, this.pathOf(pack.name))
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if ((code !== 'ENOTEMPTY' && code !== 'EEXIST') || !(await this.isThere(pack, signal))) throw cause
      return false
    }
    await syncFolder(this.place)
    return true
  }

  /** @throws ShuyuanError `connectors.package_differs` */
  private async isThere(pack: FinishedPackage, signal?: AbortSignal): Promise<boolean> {
    const path = this.pathOf(pack.name)
    if (!(await lstat(path).catch(absent))) return false
    for (const file of pack.files) {
      signal?.throwIfAborted()
      if (!(await holds(join(path, file.name), file)))
        throw new ShuyuanError('connectors.package_differs', {
          ...this.about(),
          package: pack.name,
          file: file.name,
        })
    }
    return true
  }

  private async copy(
    pack: FinishedPackage,
    file: PackageFile,
    staging: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const damaged = (cause?: unknown) =>
      new ShuyuanError(
        'connectors.package_damaged',
        { ...this.about(), package: pack.name, file: file.name },
        { cause },
      )
    const source = await opened(join(pack.folder, file.name)).catch((cause: unknown) => {
      throw damaged(cause)
    })
    try {
      const found = await source.stat()
      if (!found.isFile() || found.size !== file.bytes) throw damaged()
      const out = await open(join(staging, file.name), 'wx')
      try {
        const digest = await pump(source, out, signal)
        if (digest !== file.sha256) throw damaged()
        await out.sync()
      } finally {
        await out.close()
      }
    } finally {
      await source.close()
    }
  }

  private about() {
    return { delivery: this.delivery.id, city: this.delivery.city, place: this.place }
  }

  /** What the operating system refuses, as an error of ours. */
  private async told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      const { code, syscall } = cause as NodeJS.ErrnoException
      if (cause instanceof ShuyuanError || syscall === undefined || code === undefined) throw cause
      const fields = { ...this.about(), reason: code }
      if (REFUSED.has(code)) throw new ShuyuanError('connectors.sink_refused', fields, { cause })
      if (FULL.has(code)) throw new ShuyuanError('connectors.sink_full', fields, { cause })
      const kind = PASSING.has(code) ? 'transient' : undefined
      throw new ShuyuanError('connectors.sink_failed', fields, { cause, ...(kind && { kind }) })
    }
  }
}

const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS'])
const FULL = new Set(['ENOSPC', 'EDQUOT'])
/** Of a file server that is away. */
const PASSING = new Set(['ETIMEDOUT', 'ESTALE', 'EBUSY', 'EAGAIN'])

/** Half-written packages of processes that were killed hold personal data: they go. */
async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${STAGING}~`) && isAbandoned(name))
      await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Never through a link, and never waiting at a pipe. */
function opened(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
}

/** Copies what is left of `source`, to nowhere where `out` is not given, and gives its SHA-256. */
async function pump(source: FileHandle, out?: FileHandle, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(CHUNK)
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await source.read(buffer, 0, CHUNK, null)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, bytesRead))
    for (let done = 0; out && done < bytesRead; ) {
      done += (await out.write(buffer, done, bytesRead - done)).bytesWritten
    }
  }
}

/** True where the file at `path` is that of a package. */
async function holds(path: string, { bytes, sha256 }: PackageFile): Promise<boolean> {
  const file = await opened(path).catch(absent)
  if (!file) return false
  try {
    const found = await file.stat()
    return found.isFile() && found.size === bytes && (await pump(file)) === sha256
  } finally {
    await file.close()
  }
}

/** What is not there, or is a link, is undefined. @throws everything else */
function absent(error: unknown): undefined {
  const cause = error instanceof ShuyuanError ? error.cause : error
  const { code } = (cause ?? {}) as NodeJS.ErrnoException
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP') throw error
  return undefined
}
