import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../core/hash.ts'
import './locale.ts'
import { publishFile } from '../publish_file.ts'

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
      await file.chmod(0o400)
      await file.sync()
    } finally {
      await file.close()
    }
    await publishFile(temporary, path, content.length)
  } finally {
    await rm(temporary, { force: true })
  }
  return { sha256: digest, bytes: content.length }
}
