#!/usr/bin/env node
// CommonJS, so that the thread pool's size is set before anything uses the pool.
process.env.UV_THREADPOOL_SIZE ??= '16'
process.env.TZ ??= 'Asia/Shanghai'
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const source = join(__dirname, '..', 'apps', 'cli', 'main.ts')
const built = join(__dirname, '..', 'dist', 'apps', 'cli', 'main.js')

async function main() {
  if (existsSync(source)) {
    const { register } = await import('tsx/esm/api')
    register()
    await import(pathToFileURL(source).href)
  } else {
    await import(pathToFileURL(built).href)
  }
}

main().catch((error) => {
  process.stderr.write(`${error?.message ?? error}\n`)
  process.exitCode = 70
})
