import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import { type Account, launchAs, serverAccount } from './account.ts'
import type { Binaries } from './binaries.ts'
import { freePort } from './port.ts'
import '../locale.ts'

export const USER = 'shuyuan'

/** Secrets of a data folder, kept in it in a file that only its owner and root can read. */
const secretsSchema = z.object({ password: z.string().min(16), port: z.number().int().positive() })
export type Secrets = z.infer<typeof secretsSchema>

const SECRETS = 'shuyuan.json'

/** The secrets of the data folder `folder`; `undefined` when it has not been made yet. */
export async function readSecrets(folder: string): Promise<Secrets | undefined> {
  try {
    return secretsSchema.parse(JSON.parse(await readFile(join(folder, SECRETS), 'utf8')))
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return undefined
    throw new ShuyuanError('ledger.folder_unreadable', { folder, reason: code ?? 'secrets' }, { cause })
  }
}

/** Writes the secrets, whole or not at all. */
export async function writeSecrets(folder: string, secrets: Secrets): Promise<void> {
  const temporary = join(folder, `${SECRETS}.${randomUUID()}`)
  await writeFile(temporary, JSON.stringify(secrets), { mode: 0o600 })
  await giveTo(serverAccount(folder), temporary, 0o600)
  await rename(temporary, join(folder, SECRETS))
}

/**
 * Makes the data folder `folder`. It is made beside its place and renamed into it, so that one killed half-way
 * leaves none, and of several processes that make it at once one wins and the others use the winner's.
 * @throws ShuyuanError `ledger.initdb_failed`
 */
export async function makeCluster(binaries: Binaries, folder: string): Promise<void> {
  const account = serverAccount(folder)
  const building = `${folder}.${process.pid}.${randomUUID()}`
  await mkdir(building, { recursive: true, mode: 0o700 })
  try {
    await giveTo(account, building, 0o700)
    await initdb(binaries, building, account)
    await rename(building, folder)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

async function initdb(binaries: Binaries, building: string, account: Account | undefined): Promise<void> {
  const password = randomBytes(24).toString('hex')
  const passwordFile = `${building}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  await giveTo(account, passwordFile, 0o600)
  try {
    const args = [...INITDB, `--pgdata=${building}`, `--pwfile=${passwordFile}`]
    await run(launchAs(account, binaries.initdb, args, [building, binaries.home]), building)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await writeSecrets(building, { password, port: await freePort() })
}

const INITDB = [
  `--username=${USER}`,
  '--encoding=UTF8',
  '--no-locale',
  '--auth-host=scram-sha-256',
  '--auth-local=reject',
]

/** Runs a program to its end. @throws ShuyuanError `ledger.initdb_failed` with the last line that it said, `ledger.folder_closed` */
function run(launch: ReturnType<typeof launchAs>, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { command, args, closed, ...account } = launch
    const child = spawn(command, args, { ...account, cwd: '/', env: serverEnvironment(), stdio: 'pipe' })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000)
    })
    child.stdout.resume()
    const fail = (reason: string) => {
      const refused = closed !== undefined && reason.includes('setpriv')
      reject(
        new ShuyuanError(refused ? 'ledger.folder_closed' : 'ledger.initdb_failed', {
          folder: refused ? closed : folder,
          reason,
        }),
      )
    }
    child.once('error', (error) => fail(error.message))
    child.once('close', (code) => (code === 0 ? resolve() : fail(said.trim().split('\n').at(-1) ?? '')))
  })
}

/** A small environment of our own: nothing that PostgreSQL would read from the caller's. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

async function giveTo(account: Account | undefined, path: string, mode: number): Promise<void> {
  await chmod(path, mode)
  if (account) await chown(path, account.uid, account.gid)
}
