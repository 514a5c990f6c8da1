import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError } from '../core/errors.ts'
import { type Grant, type GrantScope, grantSchema } from './grant.ts'
import './locale.ts'
import type { Party } from './party.ts'

/** What a party is handed, once: the bearer token, and for departments the key for payloads in the queue. */
export interface IssuedGrant {
  grant: Grant
  token: string
  queueKey?: string
}

export interface NewGrant {
  party: Party
  scopes: GrantScope[]
  /** What a department may post events to. */
  datasets?: string[]
  now: Date
  until?: Date | undefined
}

const TOKEN = /^syt_([0-9a-f]{12})_([\w-]{43})$/
const REREAD_MS = 2000

/** Issues a token. Its file in `folder` is private to the platform's account. */
export async function issueGrant(folder: string, wanted: NewGrant): Promise<IssuedGrant> {
  const id = randomBytes(6).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  const { party, datasets = [], now, until } = wanted
  const queueKey = party.kind === 'department' ? randomBytes(32).toString('base64url') : undefined
  const grant = grantSchema.parse({
    id,
    ...(party.kind === 'city' ? { city: party.id } : { department: party.id, datasets, queueKey }),
    scopes: wanted.scopes,
    secretHash: hashOf(secret).toString('hex'),
    createdAt: now.toISOString(),
    ...(until ? { until: until.toISOString() } : {}),
  })
  await write(folder, grant)
  const token = `syt_${id}_${secret}`
  return queueKey ? { grant, token, queueKey: `syq_${id}_${queueKey}` } : { grant, token }
}

/** Every grant, expired ones too. @throws ShuyuanError `events.grant_unreadable`, `events.grant_exposed` */
export async function listGrants(folder: string): Promise<Grant[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readGrant(join(folder, name))),
  )
}

/** Withdraws a token at once. @throws ShuyuanError `events.unknown_grant` */
export async function revokeToken(folder: string, id: string): Promise<Grant> {
  const grant = (await listGrants(folder)).find((each) => each.id === id)
  if (!grant) throw new ShuyuanError('events.unknown_grant', { id: id.slice(0, 20) })
  await rm(join(folder, `${id}.json`))
  return grant
}

/** Looks up grants that are in force; a token issued or withdrawn is noticed within two seconds. */
export interface GrantLookup {
  byToken(token: string, now: Date): Promise<Grant | undefined>
  byId(id: string, now: Date): Promise<Grant | undefined>
}

export function grantLookup(folder: string): GrantLookup {
  let known: Grant[] = []
  let readAt = Number.NEGATIVE_INFINITY
  const grants = async () => {
    if (performance.now() - readAt > REREAD_MS) {
      known = await listGrants(folder)
      readAt = performance.now()
    }
    return known
  }
  const valid = (grant: Grant | undefined, now: Date) =>
    grant !== undefined && (grant.until === undefined || now.getTime() < Date.parse(grant.until))
  return {
    byToken: async (token, now) => {
      const [, id, secret = ''] = TOKEN.exec(token) ?? []
      const grant = (await grants()).find((each) => each.id === id)
      const expected = Buffer.from(grant?.secretHash ?? '0'.repeat(64), 'hex')
      return timingSafeEqual(hashOf(secret), expected) && valid(grant, now) ? grant : undefined
    },
    byId: async (id, now) => {
      const grant = (await grants()).find((each) => each.id === id)
      return valid(grant, now) ? grant : undefined
    },
  }
}

async function write(folder: string, grant: Grant): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${grant.id}.json`)
  const temporary = `${path}.${process.pid}`
  try {
    const text = `${JSON.stringify(grant, null, 2)}\n`
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush: true })
    await link(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function readGrant(path: string): Promise<Grant> {
  if (((await stat(path)).mode & 0o077) !== 0) throw new ShuyuanError('events.grant_exposed', { path })
  try {
    return grantSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    throw new ShuyuanError('events.grant_unreadable', { path })
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
