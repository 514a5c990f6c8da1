import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { ShuyuanError } from '../../../core/errors.ts'
import '../locale.ts'

/** The operating-system account that the server runs as. `undefined`: the account of this process. */
export interface Account {
  uid: number
  gid: number
}

/** How to start a program: as which account, and through which helper. */
export interface Launch {
  command: string
  args: string[]
  uid?: number
  gid?: number
  /** A closed folder that is to be passed with a right of root's, which not every container has. */
  closed?: string
}

const NOBODY: Account = { uid: 65534, gid: 65534 }

/**
 * PostgreSQL refuses to run as root, so root hands it to another account: the owner of an existing data folder,
 * else `postgres`, else `nobody`. No account is ever created. An ordinary user's server runs as that user.
 */
export function serverAccount(dataFolder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  return ownerOf(dataFolder) ?? accountNamed('postgres') ?? accountNamed('nobody') ?? NOBODY
}

/**
 * How to start `command` as `account` so that it reaches every one of `folders`. Where one lies below a folder
 * closed to that account (such as /root), it is started with the right to pass closed folders, through `setpriv`.
 * @throws ShuyuanError `ledger.folder_closed` naming the folder that is in the way
 */
export function launchAs(
  account: Account | undefined,
  command: string,
  args: string[],
  folders: string[],
): Launch {
  if (!account) return { command, args }
  const closed = folders.map((folder) => closedFolder(folder, account)).find((found) => found !== undefined)
  if (closed === undefined) return { command, args, ...account }
  const setpriv = findProgram('setpriv')
  if (!setpriv) throw new ShuyuanError('ledger.folder_closed', { folder: closed })
  return { command: setpriv, args: [...withPassage(account), command, ...args], closed }
}

/**
 * The options of setpriv(1): another account, none of root's groups, and of root's rights only the one to pass
 * closed folders (with `no_setuid_fixup`, as access(2) would leave that right out otherwise).
 */
function withPassage({ uid, gid }: Account): string[] {
  const right = [
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=+dac_override',
    '--bounding-set=-all,+dac_override',
  ]
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    ...right,
    '--securebits=+no_setuid_fixup',
    '--',
  ]
}

/** The nearest folder to the root on the way to `path` that `account` may not pass, if there is one. */
function closedFolder(path: string, account: Account): string | undefined {
  const parent = dirname(path)
  const above = parent === path ? undefined : closedFolder(parent, account)
  if (above !== undefined) return above
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return undefined
  const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001
  return stat.mode & bit ? undefined : path
}

function ownerOf(folder: string): Account | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined
}

function accountNamed(name: string): Account | undefined {
  const line = readPasswd().find((each) => each.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function readPasswd(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n')
  } catch {
    return []
  }
}

function findProgram(name: string): string | undefined {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin']
  return places.map((place) => join(place, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
