import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** The platform's own `serve` command in a process of its own. */
export interface BenchServer {
  url: string
  /** Peak resident memory so far is printed by the caller through /proc; this is the process id. */
  pid: number
  stop(): Promise<void>
}

/** Starts `shuyuan serve` on a data folder and waits until it listens. */
export async function startServer(data: string): Promise<BenchServer> {
  const child = spawn(
    process.execPath,
    ['bin/shuyuan.cjs', '--data', data, 'serve', '--port', '0', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SHUYUAN_LOG: process.env.SHUYUAN_LOG ?? 'error' },
    },
  )
  const url = await addressOf(child)
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk)
    const [, url] = /"url": "([^"]+)"/.exec(printed) ?? []
    if (url) return url
  }
  throw new Error(`the server ended with ${child.exitCode}`)
}
