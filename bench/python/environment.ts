import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Measured, Unavailable } from '../benchmark.ts'

/** What S1 and S6 compare with. */
export const REQUIREMENTS = 'requirements.txt'

/** Environments are kept for the next run. */
const environments = join(import.meta.dirname, '..', 'data', 'python')
/** Longest that a side in Python may take. */
const PATIENCE_MS = 1_800_000

/**
 * The Python of the environment that `requirements` (a file of this folder) describes, made where it is not there or the
 * file has changed.
 * @throws Unavailable where Python or the packages cannot be had
 */
export function pythonOf(requirements: string): string {
  const folder = join(environments, requirements.replace(/\.txt$/, ''))
  const wanted = readFileSync(join(import.meta.dirname, requirements), 'utf8')
  const python = join(folder, 'bin', 'python')
  const installed = join(folder, 'installed.txt')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return python
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(environments, { recursive: true })
  run('python3', '-m', 'venv', folder)
  run(
    python,
    '-m',
    'pip',
    'install',
    '--quiet',
    '--prefer-binary',
    '-r',
    join(import.meta.dirname, requirements),
  )
  writeFileSync(installed, wanted)
  return python
}

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0) return
  const reason = error?.message ?? stderr.trim().split('\n').at(-1)?.slice(-300)
  throw new Unavailable(
    `its Python environment cannot be had (${command} ${args.slice(0, 3).join(' ')}): ${reason}`,
  )
}

/**
 * Runs a script of this folder in a process of its own, with `task` as its only argument, a file of JSON.
 * @throws Unavailable where its environment cannot be had; Error where it fails or takes too long
 */
export async function pythonContestant(
  requirements: string,
  script: string,
  task: { out: string },
): Promise<Measured> {
  const python = pythonOf(requirements)
  mkdirSync(task.out, { recursive: true })
  const file = join(task.out, 'task.json')
  writeFileSync(file, JSON.stringify(task))
  const child = spawn(python, [join(import.meta.dirname, script), file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  })
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  if (code === null) throw new Error(`${script} was stopped after ${PATIENCE_MS / 60_000} minutes`)
  if (code !== 0) throw new Error(`${script} failed: ${errors.trim().split('\n').at(-1)?.slice(-300)}`)
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured
}
