import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isAbandoned, ownName } from '../../core/process.ts'

/**
 * A spill folder of this engine's own under `parent`: DuckDB names its spill files alike in every process, so
 * two engines must never share one. Folders left by dead processes of this machine are removed.
 */
export function openSpillFolder(parent: string): { path: string; remove(): void } {
  mkdirSync(parent, { recursive: true })
  for (const entry of readdirSync(parent)) {
    if (isAbandoned(entry)) rmSync(join(parent, entry), { recursive: true, force: true })
  }
  const path = join(parent, ownName('spill'))
  mkdirSync(path)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
