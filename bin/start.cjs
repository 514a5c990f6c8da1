const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const root = join(__dirname, '..')
const source = join(root, 'apps', 'cli', 'main.ts')
const built = join(root, 'dist', 'apps', 'cli', 'main.js')

async function main() {
  const file = existsSync(source) ? await ofSources() : built
  return await import(pathToFileURL(file).href)
}

/** In a checkout: the program made of the sources; where it cannot be made, the sources as they are. */
async function ofSources() {
  try {
    const { bundled } = require('./bundle.cjs')
    return await bundled()
  } catch {
    const { register } = await import('tsx/esm/api')
    register()
    return source
  }
}

main().catch((error) => {
  process.stderr.write(`${error?.message ?? error}\n`)
  process.exitCode = 70
})
