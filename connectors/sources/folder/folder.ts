import { constants, type Dirent } from 'node:fs'
import { type FileHandle, lstat, open, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import '../../locale.ts'
import type { Trial } from '../../trial.ts'
import { defineSource, type Entry, type Item, type Look, looksSame, type Source } from '../source.ts'

const CHUNK = 1 << 20
/** Names that are read from the folder at once. */
const PAGE = 512
/** So many files are opened to see whether they may be read. */
const MOST_TRIED = 1000

/** The drop folder of a department: files are put there under their final names, and never changed by the platform. */
export const folder = defineSource({
  kind: 'folder',
  schema: z.strictObject({
    kind: z.literal('folder'),
    /** Relative to `<data>/drop`. Default: the providing department's id. */
    path: z.string().optional(),
    /** A file is taken once it has not changed for this long. */
    settleMs: z.number().int().nonnegative().default(2000),
  }),
  placeOf: ({ path }, dataset) => path ?? dataset.providingDepartment,
  open: async ({ path, settleMs }, { paths, dataset }) =>
    openFolder(paths.drop(path ?? dataset.providingDepartment), settleMs, {
      department: dataset.providingDepartment,
      dataset: dataset.id,
    }),
})

/** Whose the folder is, for errors. */
interface Owner {
  department: string
  dataset: string
}

/** The folder `path` as a source. */
export function openFolder(path: string, settleMs: number, owner: Owner): Source {
  return new Folder(path, settleMs, owner)
}

class Folder implements Source {
  readonly place: string
  readonly settleMs: number
  private readonly owner: Owner

  constructor(place: string, settleMs: number, owner: Owner) {
    this.place = place
    this.settleMs = settleMs
    this.owner = owner
  }

  async *list(signal?: AbortSignal): AsyncIterable<Entry> {
    const folder = await this.reached(() => opendir(this.place, { bufferSize: PAGE }))
    try {
      for (;;) {
        signal?.throwIfAborted()
        const entry = await this.reached(() => folder.read())
        if (!entry) return
        yield { name: entry.name, type: typeOf(entry) }
      }
    } finally {
      await folder.close()
    }
  }

  async look(name: string): Promise<Look | 'unreadable' | null> {
    try {
      const stat = await lstat(join(this.place, name), { bigint: true })
      return stat.isFile() ? { size: Number(stat.size), mtimeNs: stat.mtimeNs } : null
    } catch (cause) {
      return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable'
    }
  }

  async *read(item: Item, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    const file = await this.opened(item)
    try {
      await this.assertUnchanged(item, file)
      let bytes = 0
      for await (const chunk of chunksOf(file)) {
        signal?.throwIfAborted()
        bytes += chunk.length
        yield chunk
      }
      signal?.throwIfAborted()
      await this.assertUnchanged(item, file)
      if (bytes !== item.size) throw this.changing(item)
    } finally {
      await file.close()
    }
  }

  /** A drop folder is never changed: what was taken stays, and is told by its look. */
  async taken(): Promise<void> {}

  async test(wanted: (name: string) => boolean, signal?: AbortSignal): Promise<Trial[]> {
    const { place } = this
    const names: string[] = []
    let count = 0
    try {
      for await (const { name, type } of this.list(signal)) {
        count += 1
        if (type === 'file' && wanted(name) && names.length < MOST_TRIED) names.push(name)
      }
    } catch (error) {
      if (!(error instanceof ShuyuanError)) throw error
      return [{ what: 'list', fields: { place }, error }]
    }
    const refused: Trial[] = []
    for (const name of names.sort()) {
      const error = await this.refusal(name)
      if (error) refused.push({ what: 'read', fields: { place, count: 1 }, error })
    }
    const readable = names.length - refused.length
    const listed: Trial = { what: 'list', fields: { place, count } }
    return readable > 0
      ? [listed, { what: 'read', fields: { place, count: readable } }, ...refused]
      : [listed, ...refused]
  }

  async close(): Promise<void> {}

  /** Why a file may not be read. */
  private async refusal(name: string): Promise<ShuyuanError | undefined> {
    try {
      const file = await this.opened({ name })
      await file.close()
      return undefined
    } catch (error) {
      if (error instanceof ShuyuanError) return error
      throw error
    }
  }

  /** What the folder itself is asked. @throws ShuyuanError `connectors.source_missing`, `connectors.source_unreadable` */
  private async reached<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (cause) {
      const { code = '-' } = cause as NodeJS.ErrnoException
      const fields = { ...this.owner, place: this.place, reason: code }
      if (code === 'ENOENT' || code === 'ENOTDIR')
        throw new ShuyuanError('connectors.source_missing', fields, { cause })
      throw new ShuyuanError('connectors.source_unreadable', fields, { cause })
    }
  }

  /** @throws ShuyuanError `connectors.file_unreadable` where the platform's account may not read it */
  private async opened({ name }: Pick<Item, 'name'>): Promise<FileHandle> {
    try {
      return await open(join(this.place, name), constants.O_RDONLY | constants.O_NOFOLLOW)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ELOOP')
        throw new ShuyuanError('connectors.source_gone', { ...this.owner, file: name }, { cause })
      if (code !== 'EACCES' && code !== 'EPERM') throw cause
      throw new ShuyuanError(
        'connectors.file_unreadable',
        { ...this.owner, file: name, reason: code },
        { cause },
      )
    }
  }

  /** The open file and the name must both still be what was seen. */
  private async assertUnchanged(item: Item, file: FileHandle): Promise<void> {
    const opened = await file.stat({ bigint: true })
    const named = await this.named(item)
    const same = opened.ino === named.ino && opened.dev === named.dev && opened.isFile()
    const look = { size: Number(opened.size), mtimeNs: opened.mtimeNs }
    if (!same || !looksSame(look, item)) throw this.changing(item)
  }

  private async named({ name }: Item) {
    try {
      return await lstat(join(this.place, name), { bigint: true })
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
      throw new ShuyuanError('connectors.source_gone', { ...this.owner, file: name }, { cause })
    }
  }

  private changing({ name }: Item): ShuyuanError {
    return new ShuyuanError('connectors.file_changing', { ...this.owner, file: name })
  }
}

async function* chunksOf(file: FileHandle): AsyncIterable<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

function typeOf(entry: Dirent): Entry['type'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'special'
}
