import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** The program in a data folder of its own, which goes with the test. */
export interface Program {
  data: string
  /** Spawns the real program, as a person does. */
  shuyuan(...args: string[]): { status: number | null; stdout: string; stderr: string }
}

/** Call it at the top of a test file. @param name of the test, in the folder's */
export function program(name: string): Program {
  const data = mkdtempSync(join(tmpdir(), `shuyuan-cli-${name}-`))
  afterAll(() => rmSync(data, { recursive: true, force: true }))
  return {
    data,
    shuyuan(...args) {
      const env = { ...process.env, SHUYUAN_LANG: 'en', SHUYUAN_DATA: data }
      const options = { env, encoding: 'utf8' as const, timeout: 300_000 }
      const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/shuyuan.cjs', ...args], options)
      return { status, stdout, stderr }
    },
  }
}
