import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', 'data/**'],
    env: { UV_THREADPOOL_SIZE: '16', TZ: 'Asia/Shanghai', SHUYUAN_LANG: 'en' },
    setupFiles: ['test/support/texts.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 300_000,
  },
})
