import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { program } from '../../test/support/program.ts'

const { data, shuyuan } = program('ports')
const drop = join(data, 'drop', 'health')

it('`source test` says line by line what works and what does not, and changes nothing', () => {
  const missing = shuyuan('source', 'test', 'vaccinations')
  expect(missing.status).toBe(1)
  expect(missing.stdout).toMatch(
    /^✗ connectors\.source_missing \(not_found\): The place .*drop\/health that dataset vaccinations of health/,
  )
  expect(existsSync(join(data, 'drop'))).toBe(false)
  mkdirSync(drop, { recursive: true })
  writeFileSync(join(drop, 'vaccinations_full_20260110.csv'), '')
  writeFileSync(join(drop, 'notes.txt'), '')
  const { stdout, status } = shuyuan('source', 'test', 'vaccinations')
  expect(status).toBe(0)
  expect(stdout.split('\n')).toEqual([
    `✓ the names in ${drop} can be listed (2)`,
    `✓ files in ${drop} that would be taken can be read (1)`,
    '',
  ])
  expect(JSON.parse(shuyuan('source', 'test', 'vaccinations', '--json').stdout)).toMatchObject({
    ok: true,
    dataset: 'vaccinations',
    kind: 'folder',
    place: drop,
    trials: [
      { what: 'list', ok: true },
      { what: 'read', ok: true },
    ],
  })
  const unknown = shuyuan('source', 'test', 'nothing')
  expect(unknown.status).toBe(2)
  expect(unknown.stderr).toContain('no target nothing')
}, 60_000)

it('`sink test` says the same of a delivery, and leaves nothing there', () => {
  const outbox = join(data, 'outbox', '150100')
  mkdirSync(data, { recursive: true })
  const { stdout, status } = shuyuan('sink', 'test', 'hohhot_civil_affairs')
  expect(status).toBe(0)
  expect(stdout.split('\n')).toEqual([
    `✓ a package can be written in ${outbox} and given its name`,
    `✓ receipts in ${outbox} can be read back (0)`,
    '',
  ])
  expect(existsSync(outbox)).toBe(false)
  rmSync(join(data, 'outbox'), { recursive: true })
  writeFileSync(join(data, 'outbox'), 'no folder')
  const broken = shuyuan('sink', 'test', 'hohhot_civil_affairs', '--json')
  expect(broken.status).toBe(1)
  expect(JSON.parse(broken.stdout)).toMatchObject({
    ok: false,
    trials: [
      {
        what: 'write',
        ok: false,
        code: 'connectors.sink_failed',
        kind: 'internal',
        fields: { reason: 'ENOTDIR' },
      },
      { what: 'receipts' },
    ],
  })
  expect(shuyuan('sink', 'test', 'nobody').status).toBe(2)
}, 60_000)
