import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * `npm run bench:start [scale]`: what it costs to start a command, of the program as it is built, in the data folder of a
 * demo (times 100,000 people; 0.01 unless said) in which nothing is left to do. The least of `TIMES` runs counts. Needs
 * Linux. Ends with an error where a target is missed.
 */
const TIMES = 5
const TICKS = 100
const root = join(import.meta.dirname, '..')
const scale = process.argv[2] ?? '0.01'

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

const folder = mkdtempSync(join(tmpdir(), 'shuyuan-bench-'))
try {
  const installed = join(folder, 'shuyuan')
  install(installed)
  const shuyuan = (...words: string[]) => run(installed, ['--data', join(folder, 'demo-data'), ...words])
  shuyuan('demo', '--scale', scale)
  // What the demo left to do is done here.
  shuyuan('run', '--no-progress')
  const missed = targets.filter(({ words, most }) => {
    const cost = least(Array.from({ length: TIMES }, () => shuyuan(...words)))
    const isMet =
      cost.clock <= (most.clock ?? cost.clock) && cost.processor <= (most.processor ?? cost.processor)
    console.log(
      `${words.join(' ').padEnd(20)} ${cost.clock.toFixed(2)} s   processor ${cost.processor.toFixed(2)} s   ${isMet ? 'met' : 'missed'}`,
    )
    return !isMet
  })
  if (missed.length > 0)
    throw new Error(`slower than it may be: ${missed.map(({ words }) => words[0]).join(', ')}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The program as an installed package has it: built, without its sources. */
function install(folder: string): void {
  const left = new Set(['node_modules', 'dist', 'data', 'demo-data', '.git', 'test', 'docs'])
  for (const name of readdirSync(root))
    if (!left.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const { status } = spawnSync(process.execPath, [join(folder, 'bin/build.cjs')], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the package cannot be built')
  rmSync(join(folder, 'apps/cli/main.ts'))
}

/** Runs a command to its end. A run that asks for a person ends with 4. */
function run(folder: string, words: string[]): Cost {
  const [from, before] = [performance.now(), processorOfChildren()]
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/shuyuan.cjs'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, SHUYUAN_CONFIG: '', SHUYUAN_DATA: '' },
  })
  if (status !== 0 && status !== 4) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`)
  return { clock: (performance.now() - from) / 1000, processor: processorOfChildren() - before }
}

/** Seconds of processor time of the processes that this one waited for (proc(5), cutime and cstime). */
function processorOfChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) / TICKS
}

function least(costs: Cost[]): Cost {
  return {
    clock: Math.min(...costs.map(({ clock }) => clock)),
    processor: Math.min(...costs.map(({ processor }) => processor)),
  }
}
