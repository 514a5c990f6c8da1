import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second in /proc (proc(5)); 100 on every Linux that Node runs on. */
const TICKS = 100

interface Process {
  parent: number
  /** Processor seconds of itself and of the children that ended and that it waited for. */
  seconds: number
}

/**
 * Processor seconds, user and system, of this process and of all that it started: those that ended and were waited for,
 * and those that still run, such as the ledger's server. Children are told in hundredths of a second. Needs Linux.
 */
export function processorTime(): number {
  const own = process.cpuUsage()
  const children = ended() + running().reduce((sum, { seconds }) => sum + seconds, 0)
  return (own.user + own.system) / 1e6 + children
}

/** Processor seconds of the processes that this one started and waited for, and of what they waited for. */
export function ended(): number {
  const fields = statOf('self')
  return fields === undefined ? 0 : (Number(fields[13]) + Number(fields[14])) / TICKS
}

/** Peak resident memory of this process or of the largest of those that it started and that still run, in MB. */
export function peakMemory(): number {
  const others = running().map(({ pid }) => peakOf(pid))
  return Math.max(Math.round(process.resourceUsage().maxRSS / 1024), ...others)
}

/** Peak resident memory of a process, in MB; 0 where the system does not tell. */
export function peakOf(pid: number): number {
  const [, kb] = /VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? '') ?? []
  return Math.round(Number(kb ?? 0) / 1024)
}

/** The processes below this one. */
function running(): (Process & { pid: number })[] {
  const all = new Map<number, Process>()
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(name) : undefined
    if (fields) all.set(Number(name), processOf(fields))
  }
  const isBelow = (pid: number): boolean => {
    const parent = all.get(pid)?.parent
    return parent !== undefined && parent !== 0 && (parent === process.pid || isBelow(parent))
  }
  return [...all].filter(([pid]) => isBelow(pid)).map(([pid, each]) => ({ pid, ...each }))
}

/** Fields 1, 11 to 14 after the name: parent, utime, stime, cutime, cstime. */
function processOf(fields: string[]): Process {
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
  return { parent: Number(fields[1]), seconds: ticks / TICKS }
}

/** What stands behind the name in /proc/<pid>/stat; undefined of a process that has ended. */
function statOf(pid: string): string[] | undefined {
  const text = read(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(') ') + 2).split(' ')
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
