// `npm run build`: what the compiler makes of the sources, in dist/.
const { spawnSync } = require('node:child_process')
const { mkdirSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
// The time at which it began: a source that is changed meanwhile is newer than what is built of it.
const begun = join(dist, '.begun')
writeFileSync(begun, '')
const compiler = require.resolve('typescript/bin/tsc')
const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
})
if (status === 0) renameSync(begun, join(dist, '.built'))
process.exitCode = status ?? 1
