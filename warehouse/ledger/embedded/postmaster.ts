import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../../../core/process.ts'

/** What a running (or once running) server wrote about itself into `postmaster.pid`. */
export interface Postmaster {
  pid: number
  port: number
  ready: boolean
}

const FILE = 'postmaster.pid'

/** The server that `folder` says is running, whether or not it still is. */
export async function readPostmaster(folder: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '')
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3]) || 0, ready: lines[7] === 'ready' }
}

/** True when process `pid` is alive and, as far as this system tells, the server of `folder`. */
export async function isServing(pid: number, folder: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  if (command === undefined) return isAlive(pid)
  return command.split('\0').includes(folder)
}

/**
 * Removes a `postmaster.pid` whose number now belongs to a process that is no server: PostgreSQL would take that
 * process for one and refuse to start. (One whose process is gone PostgreSQL replaces by itself.) A file that
 * another starter wrote in the meantime is put back.
 */
export async function clearStale(folder: string, stale: Postmaster): Promise<void> {
  if (!isAlive(stale.pid)) return
  const aside = join(folder, `${FILE}.${randomUUID()}`)
  const moved = await rename(join(folder, FILE), aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  const pid = Number((await readFile(aside, 'utf8')).split('\n')[0])
  if (pid !== stale.pid) await link(aside, join(folder, FILE)).catch(() => undefined)
  await rm(aside, { force: true })
}
