import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ShuyuanError } from '../../../core/errors.ts'
import { launchAs, serverAccount } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { makeCluster, readSecrets, type Secrets, serverEnvironment, USER, writeSecrets } from './cluster.ts'
import { freePort } from './port.ts'
import { clearStale, isServing, type Postmaster, readPostmaster } from './postmaster.ts'
import '../locale.ts'

/** Where a running server is reached. */
export interface Endpoint {
  host: string
  port: number
  user: string
  password: string
  pid: number
}

const HOST = '127.0.0.1'
const LOG = 'server.log'
const START_TRIES = 4
const READY_MS = 60_000

/**
 * Makes sure that the server of `folder` runs, and says where. One already running (of another process, or left
 * by a killed one) is used; starters that race are told apart by PostgreSQL's own lock file.
 * @throws ShuyuanError `ledger.start_failed`, `ledger.initdb_failed`, `ledger.folder_closed`
 */
export async function ensureServer(folder: string): Promise<Endpoint> {
  const binaries = findBinaries()
  if (!existsSync(folder)) await makeCluster(binaries, folder)
  for (let failures = 0; failures < START_TRIES; ) {
    const secrets = await requireSecrets(folder)
    const known = await readPostmaster(folder)
    if (known && (await isServing(known.pid, folder))) {
      const ready = await untilReady(folder, () => false)
      if (ready) return endpoint(ready, secrets)
      continue
    }
    if (known) await clearStale(folder, known)
    const ready = await start(binaries, folder, secrets.port)
    if (ready) return endpoint(ready, secrets)
    failures += 1
    await afterFailedStart(folder, secrets)
  }
  throw new ShuyuanError('ledger.start_failed', {
    folder,
    log: join(folder, LOG),
    reason: await lastWords(folder),
  })
}

/** Stops the server (fast shutdown: sessions end, data is flushed) and waits until it is gone. */
export async function stopServer(folder: string, pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    return
  }
  const deadline = Date.now() + 15_000
  while (Date.now() < deadline && (await isServing(pid, folder))) await sleep(20)
}

async function requireSecrets(folder: string): Promise<Secrets> {
  const secrets = await readSecrets(folder)
  if (secrets) return secrets
  throw new ShuyuanError('ledger.folder_unreadable', { folder, reason: 'shuyuan.json' })
}

function endpoint(postmaster: Postmaster, secrets: Secrets): Endpoint {
  return { host: HOST, port: postmaster.port, user: USER, password: secrets.password, pid: postmaster.pid }
}

/** Starts the server in a session of its own, so that neither Ctrl-C nor our death reaches it. */
async function start(binaries: Binaries, folder: string, port: number): Promise<Postmaster | undefined> {
  const args = ['-D', folder, '-p', String(port), ...settings()]
  const {
    command,
    args: full,
    ...as
  } = launchAs(serverAccount(folder), binaries.postgres, args, [folder, binaries.home])
  const log = await openLog(folder)
  try {
    const stdio = ['ignore', log.fd, log.fd] as const
    const child = spawn(command, full, {
      ...as,
      cwd: '/',
      env: serverEnvironment(),
      detached: true,
      stdio: [...stdio],
    })
    let ended = false
    for (const event of ['exit', 'error'] as const) child.once(event, () => (ended = true))
    const ready = await untilReady(folder, () => ended, child)
    child.unref()
    return ready
  } finally {
    await log.close()
  }
}

/** Waits for the server to say that it takes connections; `undefined` when it ended instead. */
async function untilReady(
  folder: string,
  ended: () => boolean,
  child?: ChildProcess,
): Promise<Postmaster | undefined> {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline && !ended()) {
    const postmaster = await readPostmaster(folder)
    if (postmaster?.ready && (!child || postmaster.pid === child.pid)) return postmaster
    if (!child && (!postmaster || !(await isServing(postmaster.pid, folder)))) return undefined
    await sleep(15)
  }
  return undefined
}

/** The port may have been taken, or another starter may have won: look again, with another port. */
async function afterFailedStart(folder: string, secrets: Secrets): Promise<void> {
  await sleep(150)
  const other = await readPostmaster(folder)
  if (other && (await isServing(other.pid, folder))) return
  await writeSecrets(folder, { ...secrets, port: await freePort() })
}

async function openLog(folder: string) {
  const path = join(folder, LOG)
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > 5_000_000) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

async function lastWords(folder: string): Promise<string> {
  const text = await readFile(join(folder, LOG), 'utf8').catch(() => '')
  return text.trim().split('\n').slice(-2).join(' ')
}

/** Durable, local only, small, and with no statement or value in its log. */
function settings(): string[] {
  const values: Record<string, string> = {
    listen_addresses: HOST,
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '256MB',
    max_connections: '200',
    shared_buffers: '64MB',
    max_parallel_workers: '0',
    io_method: 'sync',
    jit: 'off',
    huge_pages: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'error',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    client_connection_check_interval: '5s',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
