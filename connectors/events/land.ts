import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import './locale.ts'
import { syncFolder } from './segment.ts'

export interface LandedLines {
  sha256: string
  bytes: number
}

/**
 * Lands accepted events as the file `landingRoot/<dataset>/<sha256>`, read-only and complete or not at all, durable
 * when this returns. The same bytes again are the same file.
 * @throws ShuyuanError `connectors.landing_damaged`
 */
export async function landLines(landingRoot: string, dataset: string, content: Buffer): Promise<LandedLines> {
  const folder = join(landingRoot, dataset)
  await mkdir(folder, { recursive: true })
  const digest = sha256(content)
  const path = join(folder, digest)
  const temporary = join(folder, `.incoming-${randomUUID()}`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.chmod(0o444)
      await file.sync()
    } finally {
      await file.close()
    }
    await publish(temporary, path, content.length)
    await syncFolder(folder)
  } finally {
    await rm(temporary, { force: true })
  }
  return { sha256: digest, bytes: content.length }
}

async function publish(temporary: string, path: string, bytes: number): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const found = (await stat(path)).size
    if (found !== bytes) throw new ShuyuanError('connectors.landing_damaged', { path, bytes, found })
  }
}
