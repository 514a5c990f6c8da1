import { randomBytes } from 'node:crypto'
import { type FileHandle, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ShuyuanError } from '../../core/errors.ts'
import { syncFolder } from '../../core/files.ts'
import './locale.ts'

/**
 * Size in bytes and last change of a stored object. `touched`: the last change of it or of its metadata by the clock of
 * the file system, which no program sets.
 */
export interface StoredObject {
  size: number
  modified: Date
  touched: Date
}

/**
 * Where a lake lives: named objects under one root, paths with `/`. Whole objects only: a reader never sees
 * half of one. `putIfAbsent` is the only synchronisation the lake needs.
 */
export interface Store {
  get(path: string): Promise<Uint8Array | null>
  /** Durable on return. False, and nothing changed, when the path exists. */
  putIfAbsent(path: string, data: string): Promise<boolean>
  /** Durable on return; replaces what is there. */
  put(path: string, data: string): Promise<void>
  /** Moves a finished file written under `localPath` into place, durable on return; replaces what is there. */
  adopt(localFile: string, path: string): Promise<void>
  /** Object paths in a folder, sorted; those of its sub-folders too when `recursive`. An absent folder is empty. */
  list(folder: string, options?: { recursive?: boolean }): Promise<string[]>
  /** An absent path is no error. Folders go with their content. */
  remove(path: string): Promise<void>
  stat(path: string): Promise<StoredObject | null>
  /** The location by which the engine reads and writes `path`. */
  localPath(path: string): string
}

/** A store in a folder of a local or NFS file system. */
export function fileStore(root: string): Store {
  const at = (path: string) => join(root, path)
  return {
    localPath: at,
    get: (path) => absentAsNull(readFile(at(path))),
    putIfAbsent: (path, data) => guarded(() => linkNew(at(path), data)),
    put: (path, data) =>
      guarded(async () => {
        const temporary = await writeTemporary(at(path), data)
        await rename(temporary, at(path))
        await syncFolder(dirname(at(path)))
      }),
    adopt: (localFile, path) => guarded(() => moveInto(localFile, at(path))),
    list: (folder, options) => listFiles(root, folder, options?.recursive ?? false),
    remove: (path) => rm(at(path), { recursive: true, force: true }),
    stat: async (path) => {
      const found = await absentAsNull(stat(at(path)))
      return found && { size: found.size, modified: found.mtime, touched: found.ctime }
    },
  }
}

/** Temporary file, fsync, `link(2)`, fsync of the folder: appears whole or not at all, and only once. */
async function linkNew(target: string, data: string): Promise<boolean> {
  const temporary = await writeTemporary(target, data)
  try {
    await link(temporary, target)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    // On NFS a lost reply reports EEXIST for a link that was made: then the file has two names.
    if ((await stat(temporary)).nlink !== 2) return false
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(dirname(target))
  return true
}

async function writeTemporary(target: string, data: string): Promise<string> {
  const temporary = join(dirname(target), `.tmp-${process.pid}-${randomBytes(6).toString('hex')}`)
  const file = await inFolder(dirname(target), () => open(temporary, 'wx'))
  try {
    await file.writeFile(data)
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return temporary
}

async function moveInto(localFile: string, target: string): Promise<void> {
  await withFile(localFile, (file) => file.sync())
  await inFolder(dirname(target), () => rename(localFile, target))
  await syncFolder(dirname(target))
}

/** Does what needs the folder, which is made where there is none. */
async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    await makeFolder(folder)
    return work()
  }
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true })
  if (made !== undefined) await syncFolder(dirname(made))
}

async function withFile(path: string, action: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'r')
  try {
    await action(file)
  } finally {
    await file.close()
  }
}

async function listFiles(root: string, folder: string, recursive: boolean): Promise<string[]> {
  const entries = (await absentAsNull(readdir(join(root, folder), { withFileTypes: true }))) ?? []
  const at = (name: string) => (folder === '' ? name : `${folder}/${name}`)
  const own = entries.flatMap((entry) => (entry.isDirectory() ? [] : [at(entry.name)]))
  if (!recursive) return own.sort()
  const folders = entries.filter((entry) => entry.isDirectory())
  const nested = await Promise.all(folders.map(({ name }) => listFiles(root, at(name), true)))
  return [own, ...nested].flat().sort()
}

async function absentAsNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null
    throw error
  }
}

async function guarded<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new ShuyuanError('lake.disk_full')
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      throw new ShuyuanError('lake.not_writable', { code })
    throw error
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code
