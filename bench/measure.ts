import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface StageTime {
  stage: string
  seconds: number
  /** Processor time of the process, all threads. */
  cpu?: number
  rows?: number
  bytes?: number
}

export interface Measured {
  times: StageTime[]
  /** Peak resident memory of the process, in MB. */
  peakMb: number
}

/** Runs one contestant in a process of its own, so that its peak memory is its own. */
export async function measure(file: string, args: string[]): Promise<Measured> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`${file} ended with ${code}`)
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured
}

/** What a contestant prints as its last line. */
export function report(times: StageTime[]): void {
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(`${JSON.stringify({ times, peakMb } satisfies Measured)}\n`)
}
