import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataPaths } from '../../../core/paths.ts'
import { citizenId } from '../../../demo/check_digits.ts'
import { allowanceRow, send } from '../../../test/support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { listExtracts } from '../../../warehouse/ledger/extracts.ts'
import { sightingPath, waitingFiles } from '../../sources/files.ts'
import { ingestStage } from './ingest.ts'

const ALLOWANCE = 'minimum_living_allowance'
const KEYS = [citizenId('15010219900101001'), citizenId('15010219900101002')] as const

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.close())

/** Everything that the ledger holds, as text. */
async function everything(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'ledger'`.execute(
    platform.ledger.db,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const table = sql.table(`ledger.${name}`)
      const { rows } = await sql<{ text: string }>`select t::text as text from ${table} as t`.execute(
        platform.ledger.db,
      )
      return rows.map(({ text }) => text).join('\n')
    }),
  )
  return texts.join('\n')
}

test('files that are named after persons are told apart, and the ledger has no number of a person', async () => {
  for (const [at, key] of KEYS.entries())
    send(platform, { dataset: ALLOWANCE, mode: 'delta', day: '20260901', batch: key }, [
      allowanceRow(key, `DB${at}`, {}),
    ])
  await ingestStage(platform, ALLOWANCE)
  const taken = await listExtracts(platform.ledger.db, ALLOWANCE)
  expect(taken.map(({ status }) => status)).toEqual(['ingested', 'ingested'])
  expect((await waitingFiles(platform, platform.ledger.db)).files).toEqual([])
  const again = await ingestStage(platform, ALLOWANCE)
  expect(again).toMatchObject({ counts: { resent: 0 }, problems: [] })
  expect(await listExtracts(platform.ledger.db, ALLOWANCE)).toEqual(taken)
  const text = await everything()
  for (const key of KEYS) expect(text).not.toContain(key)
  const paths = await platform.ledger.db.selectFrom('sightings').select('path').execute()
  expect(new Set(paths.map(({ path }) => path)).size).toBe(2)
  for (const { path } of paths) expect(path).toMatch(/_\[redacted\]\.csv [0-9a-f]{16}$/)
})

test('another name stays as it is, and the hash depends on the secret of the data folder', async () => {
  expect(await sightingPath(platform, 'x', 'd_full_20260901.csv')).toBe('x/d_full_20260901.csv')
  const name = `d_full_20260901_${KEYS[0]}.csv`
  const other = dataPaths(join(platform.paths.root, 'other'))
  expect(await sightingPath(platform, 'x', name)).not.toBe(await sightingPath({ paths: other }, 'x', name))
})
