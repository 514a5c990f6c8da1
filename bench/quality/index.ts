import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rulesOf } from '../../quality/rules/compiled.ts'
import { type Measured, measure } from '../measure.ts'
import { registerOf } from './register.ts'
import { runTool, tools } from './tools.ts'

/**
 * `npm run bench:quality [rows] [memory]`: the same rows and rules for all, with 0 %, 1 % and 30 % bad rows, and all of
 * them bad for the platform and the script. Fails when a target is missed.
 */
const FLOOR = 1.5
const PER_CHECK = 20
const [rows = '5000000', memory = '3GB'] = process.argv.slice(2)
const root = mkdtempSync(join(tmpdir(), 'shuyuan-bench-quality-'))
const { catalogue, dataset } = registerOf()
const { row, set } = rulesOf(catalogue, dataset)
const missed: string[] = []

const sum = ({ times }: Measured, stages?: string[]) =>
  times
    .filter(({ stage }) => stages === undefined || stages.includes(stage))
    .reduce((total, time) => ({ seconds: total.seconds + time.seconds, cpu: total.cpu + (time.cpu ?? 0) }), {
      seconds: 0,
      cpu: 0,
    })
const told = ({ times }: Measured, stage: string) => times.find((each) => each.stage === stage)?.rows
const line = (name: string, measured: Measured, note: string, stages?: string[]) => {
  const { seconds, cpu } = sum(measured, stages)
  console.log(
    `${name.padEnd(30)} ${seconds.toFixed(1).padStart(8)} s ${cpu.toFixed(1).padStart(8)} s CPU ${String(measured.peakMb).padStart(6)} MB   ${note}`,
  )
}
const target = (met: boolean, text: string) => {
  console.log(`${met ? 'met   ' : 'MISSED'} ${text}`)
  if (!met) missed.push(text)
}

/** One share of bad rows: the platform, the script, and where `compare` the tools. */
async function contest(bad: string, compare: boolean): Promise<void> {
  await measure('bench/quality/prepare.ts', [root, rows, bad])
  console.log(`\n${(Number(bad) * 100).toFixed(0)} % bad rows`)
  const floor = await measure('bench/quality/floor.ts', [root, bad, memory])
  const ours = await measure('bench/quality/ours.ts', [root, bad, memory])
  const failing = told(ours, 'failing')
  line('platform', ours, `${failing} failing rows kept, accepted rows, counts`)
  line('  of it: judging and counting', ours, '', ['judge'])
  line('script, same outputs', floor, `${told(floor, 'failing')} failing rows kept, accepted rows, counts`)
  line('  of it: failing rows only', floor, '', ['scan', 'reference', 'unique', 'failing rows'])
  if (failing !== told(floor, 'failing') || told(ours, 'accepted') !== told(floor, 'accepted'))
    throw new Error('the platform and the script disagree on the rows')
  const ratio = sum(ours).seconds / sum(floor).seconds
  target(ratio <= FLOOR, `${ratio.toFixed(2)} times the script (at most ${FLOOR})`)
  if (!compare) return
  for (const tool of tools) {
    const measured = await runTool(tool, { root, bad, memory })
    if ('reason' in measured) {
      console.log(`${tool.name.padEnd(30)} skipped: ${measured.reason}`)
      continue
    }
    line(
      tool.name,
      measured,
      `${told(measured, 'rules')} rules, ${told(measured, 'failing')} cases: ${tool.keeps}`,
    )
    line('  of it: load', measured, '', ['load'])
    const faster = sum(measured).seconds / sum(ours).seconds
    const wanted = tool.perCheck ? PER_CHECK : 1
    target(faster >= wanted, `${faster.toFixed(2)} times as fast as ${tool.name} (at least ${wanted})`)
  }
}

/** The cost of more rules over more columns: the register's columns, several times side by side, a fifth of the rows. */
async function curve(): Promise<void> {
  const count = String(Math.ceil(Number(rows) / 5))
  await measure('bench/quality/prepare.ts', [root, count, '0.01'])
  console.log(`\nrules and time, ${count} rows, 1 % bad`)
  for (const columns of ['4', '20', '40', '65']) {
    const measured = await measure('bench/quality/curve.ts', [root, columns, memory])
    line(`${told(measured, 'rules')} rules, ${columns} columns`, measured, '')
  }
}

try {
  console.log(
    `${rows} rows, ${row.length + set.length} rules, ${Object.keys(dataset.fields).length} columns, DuckDB limit ${memory}`,
  )
  for (const bad of ['0', '0.01', '0.3']) await contest(bad, true)
  await contest('1', false)
  await curve()
  if (missed.length > 0) throw new Error(`missed: ${missed.join('; ')}`)
} finally {
  rmSync(root, { recursive: true, force: true })
}
