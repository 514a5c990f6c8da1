import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Dataset } from '../../catalog/dataset.ts'
import { foundationsOf } from './registers.ts'

/** Ends of a run in which all that was asked for was done; 4: with something for a person to look at. */
const DONE = [0, 4]

/** Runs the registers, the foundations and the scores by the program itself, in a process of its own. */
export async function runNight(data: string, memory: string, registers: Dataset[]): Promise<void> {
  const targets = [...registers.map(({ id }) => id), ...foundationsOf(registers), 'score']
  const program = join(import.meta.dirname, '..', '..', 'bin', 'shuyuan.cjs')
  const child = spawn(process.execPath, [program, '--data', data, 'run', ...targets, '--no-progress'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SHUYUAN_MEMORY: memory },
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (!DONE.includes(code)) throw new Error(`run ended with ${code}: ${output.slice(-2000)}`)
}
