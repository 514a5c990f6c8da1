import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A Redis for tests. */
export interface TestRedis {
  url: string
  stop(): Promise<void>
}

/** Why there is no Redis to test with; `undefined` when there is one. */
export function redisMissing(): string | undefined {
  if (process.env.REDIS_URL) return undefined
  const found = spawnSync('redis-server', ['--version']).status === 0
  return found ? undefined : 'no redis-server on PATH and REDIS_URL is not set'
}

/** The Redis of `REDIS_URL`, else a `redis-server` of our own on a free port, durable as in production. */
export async function startTestRedis(): Promise<TestRedis> {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => undefined }
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'shuyuan-redis-'))
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--save',
    '',
  ]
  const server = spawn('redis-server', args, { stdio: 'ignore' })
  await untilListening(port, server)
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilListening(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`)
    if (await answers(port)) return
    await sleep(25)
  }
  throw new Error('redis-server did not start')
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
