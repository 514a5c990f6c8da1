import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchmarks } from './benchmarks.ts'
import { chosenOf, measureAll } from './run.ts'
import { tableOf } from './table.ts'

/**
 * `npm run bench -- [ids] [--scale N] [--memory 3GB]`: the benchmarks that are named, or all. Ends with 1 where a target
 * is missed, the sides disagree on what they made, or what is compared with cannot be had.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' }, memory: { type: 'string', default: '3GB' } },
})
const size = { scale: Number(values.scale), memory: values.memory }
if (!(size.scale > 0)) throw new Error(`--scale is a number above 0, not ${values.scale}`)
const folder = mkdtempSync(join(tmpdir(), 'shuyuan-bench-'))
try {
  const chosen = chosenOf(benchmarks, positionals)
  console.log(
    `scale ${size.scale}, DuckDB limited to ${size.memory}: ${chosen.map(({ id }) => id).join(' ')}`,
  )
  const lines = await measureAll(chosen, folder, size)
  console.log(`\n${tableOf(lines)}`)
  const missed = lines.filter(({ state }) => state === 'missed' || state === 'failed')
  for (const { id, words, shown, target } of missed)
    console.error(`missed: ${id} ${words}: ${shown}${target ? `, target ${target}` : ''}`)
  process.exitCode = missed.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
