import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'

/** True of a process of this machine that runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
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
