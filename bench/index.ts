import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.ts'
import { writePeople } from './people.ts'

/**
 * `npm run bench [people]`: the platform against a hand-written DuckDB script on the same file, one run,
 * each in its own process. Fails when the platform takes more than `LIMIT` times the script or more memory
 * than `PEAK_MB`.
 */
const LIMIT = 1.5
const PEAK_MB = 4096
const people = Number(process.argv[2] ?? 5_000_000)
const root = mkdtempSync(join(tmpdir(), 'shuyuan-bench-'))
try {
  const drop = join(root, 'data', 'drop', 'public_security')
  mkdirSync(drop, { recursive: true })
  const csv = join(root, 'household_registration_full_20260901.csv')
  const bytes = await writePeople(csv, people)
  cpSync(csv, join(drop, 'household_registration_full_20260901.csv'))
  await new Promise((resolve) => setTimeout(resolve, 2500))
  console.log(`${people.toLocaleString('en')} people, ${(bytes / 1e6).toFixed(0)} MB of CSV`)
  const script = await measure('bench/run_script.ts', [csv, join(root, 'script')])
  const platform = await measure('bench/run_platform.ts', [join(root, 'data')])
  const seconds = (measured: typeof script, names: string[]) =>
    measured.times.filter(({ stage }) => names.includes(stage)).reduce((sum, time) => sum + time.seconds, 0)
  const rows = [
    ['ingest+quality', seconds(script, ['ingest', 'quality']), seconds(platform, ['ingest+quality'])],
    ['person', seconds(script, ['person']), seconds(platform, ['person'])],
  ] as const
  const total = ['end to end', rows[0][1] + rows[1][1], rows[0][2] + rows[1][2]] as const
  for (const [stage, floor, ours] of [...rows, total]) {
    console.log(
      `${stage.padEnd(16)} script ${floor.toFixed(1)} s   platform ${ours.toFixed(1)} s   ratio ${(ours / floor).toFixed(2)}`,
    )
  }
  console.log(`peak memory      script ${script.peakMb} MB   platform ${platform.peakMb} MB`)
  const golden = [script.times.at(-1)?.rows, platform.times.at(-1)?.rows]
  console.log(`golden records   script ${golden[0]}   platform ${golden[1]}`)
  if (golden[0] !== golden[1]) throw new Error('the two disagree on the number of golden records')
  if (total[2] / total[1] > LIMIT) throw new Error(`slower than ${LIMIT} times the script`)
  if (platform.peakMb > PEAK_MB) throw new Error(`more than ${PEAK_MB} MB of memory`)
} finally {
  rmSync(root, { recursive: true, force: true })
}
