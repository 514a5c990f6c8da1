const { existsSync, readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const root = join(__dirname, '..')
const dist = join(root, 'dist')
const source = join(root, 'apps', 'cli', 'main.ts')
const built = join(dist, 'apps', 'cli', 'main.js')
/** Written when a build began, left where it ended well (bin/build.cjs). */
const stamp = join(dist, '.built')

async function main() {
  if (!existsSync(source) || isUpToDate()) return await import(pathToFileURL(built).href)
  const { register } = await import('tsx/esm/api')
  register()
  return await import(pathToFileURL(source).href)
}

/** True where no source is newer than the build. */
function isUpToDate() {
  if (!existsSync(stamp)) return false
  const since = statSync(stamp).mtimeMs
  const isOlder = (path) => statSync(path).mtimeMs < since
  const rooms = readdirSync(dist, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return (
    ['package.json', 'jobs.config.ts'].every((file) => isOlder(join(root, file))) &&
    rooms.every(
      (room) => existsSync(join(root, room.name)) && sourcesIn(join(root, room.name)).every(isOlder),
    )
  )
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourcesIn(path)
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? [path] : []
  })
}

main().catch((error) => {
  process.stderr.write(`${error?.message ?? error}\n`)
  process.exitCode = 70
})
