import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../../core/process.ts'

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

/** A name that says which process made it: `<stem>~<host>~<pid>~<random>`. */
export function ownName(stem: string): string {
  return [stem, host(), process.pid, randomBytes(4).toString('hex')].join('~')
}

/** True of a name given by `ownName` in a process of this machine that is no longer alive. */
export function isAbandoned(name: string): boolean {
  const [, owner, pid] = name.split('~')
  if (owner !== host() || !pid || !/^\d+$/.test(pid)) return false
  return Number(pid) !== process.pid && !isAlive(Number(pid))
}

function host(): string {
  return hostname().replaceAll('~', '-')
}
