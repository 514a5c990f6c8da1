import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Benchmark, Figure, Measured, Place } from './benchmark.ts'
import { ended } from './processor.ts'

/** The least of so many runs counts. */
const TIMES = 5
/** In times of the demo's own scale, at scale 1. */
const DEMO = 0.02
const root = join(import.meta.dirname, '..')

/** Seconds by the clock; seconds of processor time, of the command and of what it starts and waits for. */
interface Cost {
  clock: number
  processor: number
}

/** What a command may cost at most. */
const targets: { words: string[]; most: Partial<Cost> }[] = [
  { words: ['--help'], most: { clock: 0.5 } },
  { words: ['status'], most: { clock: 0.5 } },
  { words: ['query', 'select 1'], most: { clock: 1 } },
  { words: ['run', '--no-progress'], most: { processor: 2 } },
]

/**
 * What it costs to start a command, of the program as it is built, in the data folder of a demo in which nothing is left
 * to do. It has no other side.
 */
export const start: Benchmark = {
  id: 'start',
  words: 'commands of the installed program, in a demo in which nothing is left to do',
  onlyNamed: true,
  ours: async (place) => startAll(place),
  figures: ({ counts }) =>
    targets.flatMap(({ words, most }) =>
      (['clock', 'processor'] as const).map((time): Figure => {
        const name = words.join(' ')
        const limit = most[time]
        const value = counts[`${name}, ${time}`] ?? Number.NaN
        return { words: `${name}, ${time}`, value, unit: ' s', ...(limit !== undefined && { most: limit }) }
      }),
    ),
}

function startAll({ root: folder, scale }: Place): Measured {
  const installed = join(folder, 'shuyuan')
  install(installed)
  const shuyuan = (...words: string[]) => run(installed, ['--data', join(folder, 'demo-data'), ...words])
  shuyuan('demo', '--scale', String(DEMO * scale))
  // What the demo left to do is done here.
  shuyuan('run', '--no-progress')
  const counts: Record<string, number> = {}
  for (const { words } of targets) {
    const { clock, processor } = least(Array.from({ length: TIMES }, () => shuyuan(...words)))
    counts[`${words.join(' ')}, clock`] = clock
    counts[`${words.join(' ')}, processor`] = processor
  }
  return { stages: [], peakMb: 0, outputs: {}, counts }
}

/** The program as an installed package has it: built, without its sources. */
function install(folder: string): void {
  const left = new Set(['node_modules', 'dist', 'data', 'demo-data', '.git', 'test', 'bench', 'docs'])
  for (const name of readdirSync(root))
    if (!left.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const { status } = spawnSync(process.execPath, [join(folder, 'bin/build.cjs')], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the package cannot be built')
  rmSync(join(folder, 'apps/cli/main.ts'))
}

/** Runs a command to its end. A run that asks for a person ends with 4. */
function run(folder: string, words: string[]): Cost {
  const [from, before] = [performance.now(), ended()]
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/shuyuan.cjs'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, SHUYUAN_CONFIG: '', SHUYUAN_DATA: '' },
  })
  if (status !== 0 && status !== 4) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`)
  return { clock: (performance.now() - from) / 1000, processor: ended() - before }
}

function least(costs: Cost[]): Cost {
  return {
    clock: Math.min(...costs.map(({ clock }) => clock)),
    processor: Math.min(...costs.map(({ processor }) => processor)),
  }
}
