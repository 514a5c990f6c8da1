import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import config from '../vitest.config.ts'

const ROOT = join(import.meta.dirname, '..')
const NO_SOURCES = /^(node_modules|dist|data|demo-data|\.git)$/

/** `npm run test:long`: the tests that draw cases, each with as many as its long form has. */
export default defineConfig({
  test: {
    ...config.test,
    projects: undefined,
    isolate: false,
    include: withLongForm(),
    env: { ...config.test?.env, SHUYUAN_CAMPAIGN: 'long' },
    testTimeout: 3_600_000,
  },
})

/** The files that ask for the size of a campaign. */
function withLongForm(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return NO_SOURCES.test(path) ? [] : withLongForm(path)
    const source = () => readFileSync(join(ROOT, path), 'utf8')
    return path.endsWith('.test.ts') && source().includes("support/campaign.ts'") ? [path] : []
  })
}
