import { link, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ShuyuanError } from '../core/errors.ts'
import { syncFolder } from '../core/files.ts'
import './locale.ts'

/**
 * Gives a finished copy its name, durably; true when nothing had it before. An existing file of that name, which is
 * the digest of the content, has the same content.
 * @throws ShuyuanError `connectors.landing_damaged` when it has not the same size
 */
export async function publishFile(temporary: string, path: string, bytes: number): Promise<boolean> {
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
