import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Measured } from '../measure.ts'
import { taskOf } from './tasks.ts'

interface Tool {
  name: string
  script: string
  /** What pip installs into the tool's own environment. */
  packages: string[]
  /** What it leaves of the failing rows. */
  keeps: string
  /** One query a check. */
  perCheck: boolean
}

/** The compared tools, from their registry. */
export const tools: Tool[] = [
  {
    name: 'pandera (polars)',
    script: 'run_pandera.py',
    packages: ['pandera[polars]', 'pyarrow'],
    keeps: 'failure cases in memory',
    perCheck: false,
  },
  {
    name: 'Great Expectations',
    script: 'run_great_expectations.py',
    packages: ['great_expectations', 'duckdb<1.5', 'duckdb-engine', 'sqlalchemy<2.1'],
    keeps: 'values and line numbers in memory',
    perCheck: true,
  },
  {
    name: 'Soda Core (DuckDB)',
    script: 'run_soda.py',
    packages: ['soda-duckdb'],
    keeps: 'counts only',
    perCheck: true,
  },
  {
    name: 'dbt-duckdb tests',
    script: 'run_dbt.py',
    packages: ['dbt-core>=1.11,<1.12', 'dbt-duckdb'],
    keeps: 'line numbers, a table a rule',
    perCheck: true,
  },
]

const environments = join(tmpdir(), 'shuyuan-bench-python')
const scripts = new URL('./tools/', import.meta.url).pathname
/** Longest that a tool may take. */
const PATIENCE = 1_800_000

/** The tool's Python; a reason where it cannot be installed. Kept for the next run. */
export function environmentOf(tool: Tool): { python: string } | { reason: string } {
  const folder = join(environments, tool.script.replace(/[^a-z]/g, '_'))
  const python = join(folder, 'bin', 'python')
  const done = join(folder, 'installed.json')
  if (existsSync(done)) return { python }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(environments, { recursive: true })
  const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' })
  if (made.status !== 0) return { reason: `no Python environment: ${(made.stderr ?? '').slice(-200)}` }
  const install = ['-m', 'pip', 'install', '--quiet', '--prefer-binary', ...tool.packages]
  const installed = spawnSync(python, install, { encoding: 'utf8' })
  if (installed.status !== 0)
    return { reason: `pip cannot install it: ${installed.stderr.trim().slice(-200)}` }
  writeFileSync(done, JSON.stringify(tool.packages))
  return { python }
}

/** Runs a tool in a process of its own; a reason where it does not run or takes too long. */
export async function runTool(
  tool: Tool,
  { root, bad, memory }: { root: string; bad: string; memory: string },
): Promise<Measured | { reason: string }> {
  const environment = environmentOf(tool)
  if ('reason' in environment) return environment
  const out = join(root, 'tool')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const task = join(out, 'task.json')
  writeFileSync(task, JSON.stringify(taskOf(root, bad, memory, out)))
  const child = spawn(environment.python, [join(scripts, tool.script), task], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE,
  })
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  rmSync(out, { recursive: true, force: true })
  if (code === null) return { reason: `stopped after ${PATIENCE / 60_000} minutes, or for want of memory` }
  if (code !== 0) return { reason: `it failed: ${errors.trim().split('\n').at(-1)?.slice(-300)}` }
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured
}
