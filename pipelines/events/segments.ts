import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../../core/hash.ts'
import { isAlive } from '../../core/process.ts'

/** A segment that nobody has written to for this long is taken over, whoever had it. */
const STALE_MS = 10_000
const HOST = sha256(hostname()).slice(0, 8)
const NAME = /^\d+-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}$/

/** A name that sorts by time and says whose segment it is. */
export function segmentName(now: Date): string {
  const time = String(now.getTime()).padStart(15, '0')
  return `${time}-${HOST}-${process.pid}-${randomBytes(4).toString('hex')}`
}

/**
 * True of a segment whose process is gone, or has not written for so long that it might be. Taking over the segment
 * of a living one is harmless: once sealed, the ledger accepts nothing into it, and its writer begins another.
 */
export async function isAbandoned(folder: string, name: string): Promise<boolean> {
  const [, host, pid] = NAME.exec(name) ?? []
  if (host === HOST && pid !== String(process.pid) && !isAlive(Number(pid))) return true
  const found = await stat(join(folder, `${name}.log`)).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > STALE_MS
}
