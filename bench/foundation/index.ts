import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Measured, measure } from '../measure.ts'

/**
 * `npm run bench:foundation [foundation] [subjects]`: the build of a foundation with all its registers against a
 * hand-written DuckDB script of the same work on the same logs, and its increments. Fails when the build takes more
 * than `LIMIT` times the script, a hundredth more than `HUNDREDTH` of the full build, or more memory than `PEAK_MB`.
 */
const LIMIT = 1.5
const HUNDREDTH = 0.05
const PEAK_MB = 4096
const [foundation = 'person', subjects = '5000000'] = process.argv.slice(2)
const root = mkdtempSync(join(tmpdir(), 'shuyuan-bench-'))
const seconds = ({ times }: Measured, but: string[]) =>
  times.filter(({ stage }) => !but.includes(stage)).reduce((sum, time) => sum + time.seconds, 0)
const timeOf = ({ times }: Measured, stage: string) =>
  times.find((each) => each.stage === stage)?.seconds ?? 0
try {
  const data = join(root, 'data')
  const prepared = await measure('bench/foundation/prepare.ts', [data, foundation, subjects])
  console.log(`${foundation}: ${subjects} subjects, ${prepared.times[0]?.rows} rows in all registers`)
  const script = await measure('bench/foundation/script.ts', [data, foundation, join(root, 'script')])
  const platform = await measure('bench/foundation/platform.ts', [data, foundation, subjects])
  const floor = seconds(script, ['rows'])
  const full = timeOf(platform, 'full')
  console.log(
    `full build    script ${floor.toFixed(1)} s   platform ${full.toFixed(1)} s   ratio ${(full / floor).toFixed(2)}`,
  )
  for (const { stage, seconds: time } of platform.times.slice(1))
    console.log(
      `${stage.padEnd(8)} of subjects ${time.toFixed(2)} s   ${((time / full) * 100).toFixed(1)} % of the full build`,
    )
  console.log(`peak memory   script ${script.peakMb} MB   platform ${platform.peakMb} MB`)
  const rows = [script.times.at(-1)?.rows, platform.times[0]?.rows]
  console.log(`golden records   script ${rows[0]}   platform ${rows[1]}`)
  if (rows[0] !== rows[1]) throw new Error('the two disagree on the number of golden records')
  if (full / floor > LIMIT) throw new Error(`slower than ${LIMIT} times the script`)
  if (timeOf(platform, '1 %') / full > HUNDREDTH) throw new Error('a hundredth costs more than a twentieth')
  if (platform.peakMb > PEAK_MB) throw new Error(`more than ${PEAK_MB} MB of memory`)
} finally {
  rmSync(root, { recursive: true, force: true })
}
