import { chmodSync, mkdirSync, statfsSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/order.ts'

/** Files that look at their whole process: at its memory, or at every text that it has loaded. */
const ALONE = ['connectors/file/hostile.test.ts', 'test/locale.test.ts']
const SHARED_MEMORY = '/dev/shm'
const ROOM_BYTES = 6 * 2 ** 30

export default defineConfig({
  test: {
    exclude: ['node_modules/**', 'dist/**', 'data/**'],
    env: {
      UV_THREADPOOL_SIZE: '16',
      TZ: 'Asia/Shanghai',
      SHUYUAN_LANG: 'en',
      SHUYUAN_THREADS: '1',
      TMPDIR: process.env.TMPDIR ?? temporaryFolder(),
    },
    setupFiles: ['test/support/texts.ts'],
    tags: [{ name: 'campaign', description: 'has a long form, which `npm run test:long` runs' }],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 300_000,
    // Files share the modules of their process: loading these takes longer than most files do.
    projects: [
      {
        extends: true,
        test: { name: 'shared', include: ['**/*.test.ts'], exclude: ALONE, isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE, isolate: true } },
    ],
  },
})

/** A folder in memory where there is room: ledgers and lakes wait for the disk at every commit. */
function temporaryFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(SHARED_MEMORY)
    if (bavail * bsize < ROOM_BYTES) return tmpdir()
    const folder = join(SHARED_MEMORY, `shuyuan-test-${userInfo().uid}`)
    mkdirSync(folder, { recursive: true })
    // As the system's: some tests start processes of other users.
    chmodSync(folder, 0o1777)
    return folder
  } catch {
    return tmpdir()
  }
}
