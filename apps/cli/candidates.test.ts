import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** Spawns the real program with a data folder that cannot be made: what is refused is refused before it is opened. */
function shuyuan(...args: string[]) {
  const env = { ...process.env, SHUYUAN_LANG: 'en', SHUYUAN_DATA: '/proc/nowhere' }
  const options = { env, encoding: 'utf8' as const, timeout: 60_000 }
  const { status, stderr } = spawnSync(process.execPath, ['bin/shuyuan.cjs', 'candidates', ...args], options)
  return { status, stderr }
}

test.each([
  ['an unknown dataset', ['list', 'nothing'], /nothing/],
  ['personal data to a pipe', ['list', 'residence_registration', '--show'], /to a terminal only/],
  ['a line that is none', ['show', 'residence_registration', '1', '0'], /0 is not the number/],
  [
    'neither a key nor --none',
    ['decide', 'residence_registration', '1', '2', '--reason', 'x'],
    /one of the two/,
  ],
  ['both', ['decide', 'residence_registration', '1', '2', '-', '--none', '--reason', 'x'], /one of the two/],
  ['no reason', ['undo', 'residence_registration.1'], /--reason/],
])('refuses %s', (_what, args, words) => {
  const { status, stderr } = shuyuan(...args)
  expect(stderr).toMatch(words)
  expect(status).toBe(2)
})
