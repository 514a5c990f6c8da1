// `npm run build`: what an installed package runs and what deployments are typed with, in dist/.
const { spawnSync } = require('node:child_process')
const { rmSync } = require('node:fs')
const { join } = require('node:path')
const { bundle } = require('./bundle.cjs')

const root = join(__dirname, '..')
const dist = join(root, 'dist')

async function main() {
  rmSync(dist, { recursive: true, force: true })
  await bundle(dist)
  const compiler = require.resolve('typescript/bin/tsc')
  const args = [compiler, '-p', join(root, 'tsconfig.build.json')]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  process.exitCode = status ?? 1
}

main().catch((error) => {
  process.stderr.write(`${error?.message ?? error}\n`)
  process.exitCode = 1
})
